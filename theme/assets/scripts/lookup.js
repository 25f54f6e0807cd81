/* The page that looks a commit up. What is asked for is in the address, as in
 * commits/?7c68af6e32c7 and commits/?CVE-2024-57974, so it can be linked and comes back with the
 * button of the browser. */
import { Commits, questionIn } from "./commits.js"
import { INTRODUCED, Outcomes } from "./outcomes.js"
import { element, filled, item, link } from "./sentences.js"

const page = document.querySelector(".kl-lookup")
const form = page.querySelector(".kl-lookup__form")
const input = form.elements.commit
const status = page.querySelector("[role=status]")
const answer = page.querySelector(".kl-lookup__answer")
const title = document.title
const { klRoot: root, klLocale: locale } = page.dataset
const day = new Intl.DateTimeFormat(locale || undefined, { dateStyle: "long", timeZone: "UTC" })
const commits = new Commits(`${root}/`)
const number = new Intl.NumberFormat(locale || undefined)

const say = (name, values = {}) => {
  status.textContent = name && filled(status.dataset[`kl${name}`], values)
}

/* The contents of a template, and its parts by name. */
const from = (id) => {
  const contents = document.getElementById(id).content.cloneNode(true)
  const named = [...contents.querySelectorAll("[data-kl]")].map((its) => [its.dataset.kl, its])
  return [contents, Object.fromEntries(named)]
}

const show = (contents) => {
  answer.replaceChildren(contents)
  answer.hidden = false
}

/* A date as it was where the commit was made. */
const dayOf = (time) => day.format(new Date(`${time.slice(0, 10)}T00:00:00Z`))
const outcomes = new Outcomes(document.getElementById("kl-lookup-outcomes").dataset, dayOf)
const addresses = (trees) => trees.map(({ name, url }) => item(link(name, url)))

const cited = (places, words) => {
  const byArticle = new Map(places.map(({ article }) => [article, []]))
  for (const place of places) byArticle.get(place.article).push(place)
  return [...byArticle.values()].map((its) => {
    const sections = element("ul", "", { className: "kl-row" })
    sections.append(...its.map((place) => item(link(place.section || words.klText, place.url))))
    return item(link(its[0].headline, its[0].url), sections)
  })
}

const showCommit = (commit) => {
  const [contents, parts] = from("kl-lookup-commit")
  parts.subject.textContent = commit.subject
  parts.sha.textContent = commit.sha
  parts.author.textContent = commit.author
  parts.authored.textContent = dayOf(commit.authored)
  parts.authored.dateTime = commit.authored
  parts.landed.append(link(commit.first_tag ?? parts.landed.dataset.klNone, commit.release))
  parts.fate.append(...outcomes.of(commit))
  parts.since.hidden = !parts.fate.children.length
  showOrigin(commit, parts)
  parts.trees.append(...addresses(commit.trees))
  parts.articles.append(...cited(commit.places, parts.articles.dataset))
  show(contents)
}

/* The pull that brought a commit, and for which stable trees it was meant. */
const showOrigin = ({ pull, stable }, parts) => {
  parts.pulled.hidden = !pull
  if (pull) parts.pull.append(Object.assign(link(pull.subject, pull.url), { className: "subject" }))
  parts.meant.hidden = stable === undefined
  const { klSome, klAll } = parts.stable.dataset
  parts.stable.textContent = stable ? filled(klSome, { versions: stable }) : klAll
}

const hashLink = (digits, tree = null) => {
  const made = element("a", "", { className: "hash", href: questionFor(digits, tree) })
  made.append(element("code", digits))
  return made
}

const showCve = (cve, commits) => {
  const [contents, parts] = from("kl-lookup-cve")
  const address = outcomes.addressOf(cve)
  const known = commits.flatMap(({ cves }) => cves.filter(({ id }) => id === cve))
  const published = known.find((its) => its.published)?.published
  parts.cve.textContent = cve
  parts.record.append(link(new URL(address).host, address))
  parts.dated.hidden = !published
  if (published) parts.published.textContent = dayOf(published)
  const hasIntroduced = ({ cves }) => cves.some((its) => its.id === cve && its.role === INTRODUCED)
  const inOrder = [...commits].sort((one, other) => hasIntroduced(other) - hasIntroduced(one))
  parts.commits.append(...inOrder.map((its) => citedCommit(its, cve, parts.commits.dataset)))
  show(contents)
}

/* A commit that introduced or fixed a CVE, with what it did and the articles that cite it. */
const citedCommit = ({ sha, subject, cves, places }, cve, words) => {
  const deeds = cves.filter(({ id }) => id === cve).map((its) => {
    const deed = element("p", "")
    deed.append(...outcomes.deedOn(its, its.id))
    return deed
  })
  const articles = element("ul", "", { className: "kl-plain" })
  articles.append(...cited(places, words))
  const its = element("span", subject, { className: "subject" })
  return item(hashLink(sha.slice(0, 12)), " ", its, ...deeds, articles)
}

const showChoice = (candidates, tree) => {
  const [contents, parts] = from("kl-lookup-choice")
  const lengths = [...Array(29).keys()].map((more) => more + 12)
  const isDistinct = (length) =>
    new Set(candidates.map(({ sha }) => sha.slice(0, length))).size === candidates.length
  const length = lengths.find(isDistinct)
  const choices = candidates.map(({ sha, subject }) => {
    const its = element("span", subject, { className: "subject" })
    return item(hashLink(sha.slice(0, length), tree), " ", its)
  })
  parts.choice.append(...choices)
  show(contents)
}

const showElsewhere = (digits, tree, trees) => {
  const [contents, parts] = from("kl-lookup-elsewhere")
  const known = Object.entries(trees).filter(([name]) => tree === null || name === tree)
  const found = known.map(([name, url]) => ({ name, url: url.replaceAll("{sha}", digits) }))
  parts.trees.append(...addresses(found))
  if (found.length) show(contents)
}

const showRecord = (cve) => {
  const [contents, parts] = from("kl-lookup-record")
  const address = outcomes.addressOf(cve)
  parts.record.append(link(new URL(address).host, address))
  show(contents)
}

/* What follows ? in the address. Digits and the names of trees stay as they are. Half a letter, as
 * is left of one that was cut, has no code. */
const questionFor = (text, tree = null) => {
  const whole = (tree === null ? text : `${tree}@${text}`).replace(/\p{Surrogate}/gu, "\ufffd")
  return `?${encodeURIComponent(whole).replaceAll("%40", "@")}`
}

/* `?commit=` comes from the form before this script was there; other names are not for us. */
const asked = () => {
  const { search } = location
  const [first] = search.slice(1).split("&")
  if (first.startsWith("commit=")) return new URLSearchParams(search).get("commit")
  if (first.includes("=")) return ""
  try {
    return decodeURIComponent(first.replaceAll("+", " "))
  } catch {
    return first
  }
}

/* The answer to a question, unless another one was asked meanwhile. */
let latest = 0
const lookUp = async (text) => {
  const current = ++latest
  const wanted = questionIn(text)
  answer.hidden = true
  answer.replaceChildren()
  document.title = title
  input.toggleAttribute("aria-invalid", Boolean(text && wanted.wrong))
  if (!text) return say("")
  if (wanted.wrong) return say(capital(wanted.wrong), wanted)
  say("Loading")
  try {
    const found = await commits.find(wanted)
    if (current !== latest) return
    if (wanted.cve) tellOfCve(found.commits, wanted.cve)
    else tell(found, wanted)
  } catch {
    if (current === latest) say("Failed")
  }
}

const capital = (word) => word[0].toUpperCase() + word.slice(1)

const tell = ({ commits: candidates, trees }, { digits, tree }) => {
  if (!candidates.length) {
    say(tree === null ? "Unknown" : "UnknownInTree", { hash: digits, tree })
    return showElsewhere(digits, tree, trees)
  }
  if (candidates.length > 1) {
    say("Ambiguous", { hash: digits, count: number.format(candidates.length) })
    return showChoice(candidates, tree)
  }
  const [commit] = candidates
  const hash = commit.sha.slice(0, 12)
  const count = commit.places.length
  say(count === 1 ? "FoundOnce" : "Found", { hash, count: number.format(count) })
  showCommit(commit)
  // An abbreviation may stand for several commits one day.
  const digitsToKeep = digits.length < 12 || commit.sha === digits ? hash : digits
  entitle(hash, questionFor(digitsToKeep, tree))
}

const tellOfCve = (found, cve) => {
  if (!found.length) {
    say("UnknownCve", { cve })
    return showRecord(cve)
  }
  const count = found.length
  say(count === 1 ? "FoundCveOnce" : "FoundCve", { cve, count: number.format(count) })
  showCve(cve, found)
  entitle(cve, questionFor(cve))
}

/* What was found stands in the title and the address as it is called. */
const entitle = (text, question) => {
  document.title = `${text} – ${title}`
  history.replaceState(history.state, "", question)
}

form.addEventListener("submit", async (event) => {
  event.preventDefault()
  const text = input.value.trim()
  const { cve, digits, tree } = questionIn(text)
  history.pushState(null, "", questionFor(cve ?? digits ?? text, tree))
  await lookUp(text)
  // The heading is read out, a keyboard on the screen goes away, and Tab leads to the links.
  answer.querySelector("#kl-answer")?.focus({ preventScroll: true })
})

const follow = () => {
  input.value = asked()
  lookUp(input.value)
}
addEventListener("popstate", follow)
follow()
