/* The page that looks a commit up. What is asked for is in the address, as in
 * commits/?7c68af6e32c7, so it can be linked and comes back with the button of the browser. */
import { Commits, hashIn } from "./commits.js"

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

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name])
const say = (name, values = {}) => {
  status.textContent = name && filled(status.dataset[`kl${name}`], values)
}

const element = (name, text, values = {}) =>
  Object.assign(document.createElement(name), { textContent: text, ...values })
const link = (text, href) => element(href ? "a" : "span", text, href ? { href } : {})
const item = (...parts) => {
  const made = document.createElement("li")
  made.append(...parts)
  return made
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
const addresses = (trees) => trees.map(({ name, url }) => item(link(name, url)))

const told = ({ kind, first_tag: tag, sha, subject, author, url }, words) => {
  const name = kind === "reverted" ? "Reverted" : kind === "fixed" ? "Fixed" : null
  const text = name && (tag ? words[`kl${name}`] : words[`kl${name}Alone`])
  const deed = name ? filled(text, { version: tag?.replace(/^v/, "") }) : kind
  const by = filled(words.klBy, { deed, author })
  const its = element("span", subject, { className: "subject" })
  return item(`${by}: `, link(sha.slice(0, 12), url), " ", its)
}

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
  parts.fate.append(...commit.fate.map((deed) => told(deed, parts.fate.dataset)))
  parts.since.hidden = !commit.fate.length
  parts.trees.append(...addresses(commit.trees))
  parts.articles.append(...cited(commit.places, parts.articles.dataset))
  show(contents)
}

const showChoice = (candidates, tree) => {
  const [contents, parts] = from("kl-lookup-choice")
  const lengths = [...Array(29).keys()].map((more) => more + 12)
  const isDistinct = (length) =>
    new Set(candidates.map(({ sha }) => sha.slice(0, length))).size === candidates.length
  const length = lengths.find(isDistinct)
  const choices = candidates.map(({ sha, subject }) => {
    const digits = sha.slice(0, length)
    const code = element("a", "", { className: "hash", href: questionFor(digits, tree) })
    code.append(element("code", digits))
    return item(code, " ", element("span", subject, { className: "subject" }))
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
  const wanted = hashIn(text)
  answer.hidden = true
  answer.replaceChildren()
  document.title = title
  input.toggleAttribute("aria-invalid", Boolean(text && wanted.wrong))
  if (!text) return say("")
  if (wanted.wrong) return say(capital(wanted.wrong), wanted)
  const { digits, tree } = wanted
  say("Loading")
  try {
    const found = await commits.find(wanted)
    if (current === latest) tell(found, digits, tree)
  } catch {
    if (current === latest) say("Failed")
  }
}

const capital = (word) => word[0].toUpperCase() + word.slice(1)

const tell = ({ commits: candidates, trees }, digits, tree) => {
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
  document.title = `${hash} – ${title}`
  // An abbreviation may stand for several commits one day.
  const digitsToKeep = digits.length < 12 || commit.sha === digits ? hash : digits
  history.replaceState(history.state, "", questionFor(digitsToKeep, tree))
}

form.addEventListener("submit", async (event) => {
  event.preventDefault()
  const text = input.value.trim()
  const { digits, tree } = hashIn(text)
  history.pushState(null, "", digits ? questionFor(digits, tree) : questionFor(text))
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
