/* The search. Pagefind finds pages: it loads those parts of the index that have the words. Commits
 * are found by hash or CVE, in the files of the look-up. The box is that of the page search/; on
 * other pages it comes in a dialog. */

const PAUSE = 120
const AT_ONCE = 8
const SECTIONS = 3
/* What may be a hash, alone or in an address. Shorter ones are words as well. */
const mayBeHash = (words) => !/\s/.test(words) && /[0-9a-f]{7}/i.test(words)
const mayBeCve = (words) => /cve\W*\d/i.test(words)
const FILTERS = ["release", "series", "topic", "author"]
/* What a match in a title weighs. Of what results tell besides, some is no word to look for; and a
 * page is no better for being short. */
const WEIGHTS = { title: 5, series: 4, name: 0.5, cves: 0.5, date: 0, draft: 0, kind: 0 }
const RANKING = { pageLength: 0.4, metaWeights: WEIGHTS }

const { klBase } = document.querySelector("script[data-kl-base]").dataset
const root = new URL(klBase.replace(/\/?$/, "/"), document.baseURI)

const element = (name, className, ...children) => {
  const made = document.createElement(name)
  if (className) made.className = className
  made.append(...children.filter(Boolean))
  return made
}

/* A message with values in it, letter for letter: as a text, `$&` would stand for something else. */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name])

const link = (href, text) => {
  const made = element("a", "", text)
  made.href = href
  return made
}

/* Of the HTML of an excerpt only the marks are taken as such. */
const marked = (excerpt) =>
  excerpt.split(/<mark>(.*?)<\/mark>/).map((text, number) => {
    const plain = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    return number % 2 ? element("mark", "", plain) : plain
  })

/* Words that are everywhere find nothing, and their parts of the index are the largest. */
const without = (common, words) => {
  if (words.includes('"')) return words
  const told = words.split(/\s+/).filter((word) => !common.includes(word.toLowerCase()))
  return told.join(" ") || words
}

const newestFirst = new Intl.Collator("en", { numeric: true })

let loading
const pagefind = () => {
  const load = async () => {
    const index = await import(new URL("pagefind/pagefind.js", root))
    await index.options({ baseUrl: root.pathname, ranking: RANKING })
    await index.init()
    return index
  }
  loading ??= load()
  loading.catch(() => { loading = undefined })
  return loading
}

class Box {
  constructor(box, isPage) {
    const part = (name) => box.querySelector(`.kl-find__${name}`)
    this.form = part("form")
    this.words = part("words")
    this.state = part("state")
    this.commits = part("commits")
    this.results = part("results")
    this.more = part("more")
    this.link = part("link")
    this.filters = part("filters")
    this.selects = FILTERS.map((name) => this.form.elements[name])
    this.say = JSON.parse(box.dataset.klWords)
    this.common = this.say.common.split(" ")
    this.isPage = isPage
    this.turn = 0
    let waiting
    this.form.addEventListener("input", (event) => {
      clearTimeout(waiting)
      waiting = setTimeout(() => this.search(), event.target === this.words ? PAUSE : 0)
    })
    this.form.addEventListener("submit", async (event) => {
      event.preventDefault()
      clearTimeout(waiting)
      await this.search()
      this.links()[0]?.focus()
    })
    this.more.addEventListener("click", () => this.showMore())
    box.addEventListener("keydown", (event) => this.move(event))
    if (isPage) this.recall()
  }

  asked() {
    const chosen = this.selects.filter((select) => select.value)
    return {
      words: this.words.value.trim(),
      filters: Object.fromEntries(chosen.map(({ name, value }) => [name, value])),
    }
  }

  async search() {
    const turn = ++this.turn
    const { words, filters } = this.asked()
    this.remember(words, filters)
    if (!words) return this.clear()
    this.state.textContent ||= this.say.searching
    try {
      const commits = this.searchCommits(words, turn)
      const index = await pagefind()
      const wanted = without(this.common, words)
      let found = await index.search(wanted, { filters })
      if (turn !== this.turn) return
      await this.show(found, words, turn)
      await commits
      // Filters are loaded when there is something to filter, and that is on the screen.
      if (turn !== this.turn || (!found.results.length && !Object.keys(filters).length)) return
      await index.filters()
      found = await index.search(wanted, { filters })
      if (turn === this.turn) this.offer(found, filters)
    } catch (error) {
      if (turn === this.turn) this.state.textContent = this.say.failed
      console.warn(error)
    }
  }

  clear() {
    this.state.textContent = ""
    this.commits.replaceChildren()
    this.results.replaceChildren()
    this.more.hidden = this.link.hidden = this.filters.hidden = true
  }

  async show({ results }, words, turn) {
    const first = await Promise.all(results.slice(0, AT_ONCE).map((its) => its.data()))
    if (turn !== this.turn) return
    this.found = results
    this.results.replaceChildren(...first.map((its) => this.result(its)))
    this.state.textContent = results.length
      ? filled(this.say.found, { number: results.length.toLocaleString(document.documentElement.lang) })
      : filled(this.say.nothing, { words })
    this.more.hidden = results.length <= AT_ONCE
    this.link.hidden = this.isPage || !results.length
  }

  async showMore() {
    const turn = this.turn
    const shown = this.results.children.length
    const next = this.found.slice(shown, shown + AT_ONCE)
    const pages = await Promise.all(next.map((its) => its.data()))
    if (turn !== this.turn) return
    this.results.append(...pages.map((its) => this.result(its)))
    this.more.hidden = this.results.children.length >= this.found.length
    this.results.children[shown]?.querySelector("a").focus()
  }

  result({ url, meta, excerpt, plain_excerpt: plain, sub_results: sections }) {
    const { kind, series, date, authors, draft, title = meta.name } = meta
    const told = [kind, series, date, authors, draft].filter(Boolean)
    const best = sections
      .filter((its) => its.anchor)
      .sort((one, other) => other.locations.length - one.locations.length)
      .slice(0, SECTIONS)
      .map((its) => element("li", "", link(its.url, its.title)))
    return element(
      "li",
      "kl-find__result",
      element("p", "kl-teaser__title", link(url, title)),
      told.length && element("p", "kl-teaser__meta", ...told.map((text) => element("span", "", text))),
      // A topic that nobody introduces has only its name.
      plain !== `${title}.` && element("p", "kl-find__excerpt", ...marked(excerpt)),
      best.length && element("ul", "kl-find__sections kl-row", ...best),
    )
  }

  /* Each filter offers what is left with the others. */
  offer({ filters: left, totalFilters: all }, chosen) {
    for (const select of this.selects) {
      const { name, value } = select
      const others = Object.keys(chosen).some((its) => its !== name)
      const counts = Object.entries((value && !others ? all : left)[name] ?? {})
      const options = counts
        .filter(([its, count]) => count || its === value)
        .sort(([one, its], [other, count]) =>
          name === "release" ? newestFirst.compare(other, one) : count - its || newestFirst.compare(one, other),
        )
        .map(([its, count]) => new Option(`${its} (${count})`, its))
      select.replaceChildren(new Option(this.say.all, ""), ...options)
      select.value = value
      select.closest("label").hidden = options.length < 2 && !value
    }
    this.filters.hidden = this.selects.every((select) => select.closest("label").hidden)
  }

  /* What may be a hash or a CVE is looked up, too: the articles that cite such commits stand above
   * the results. */
  async searchCommits(words, turn) {
    const rows = mayBeHash(words) || mayBeCve(words) ? await this.lookUp(words) : []
    if (turn === this.turn) this.commits.replaceChildren(...rows)
  }

  async lookUp(words) {
    try {
      const { questionIn, Commits } = await import(new URL("commits.js", import.meta.url))
      const asked = questionIn(words)
      if (asked.wrong) return []
      const { commits } = await new Commits(root).find(asked)
      return [...commits.map((its) => this.commit(its)), this.lookUpLink(asked)]
    } catch (error) {
      console.warn(error)
      return []
    }
  }

  commit({ sha, subject, author, first_tag: tag, places }) {
    const articles = new Map(places.map((its) => [its.article, its]))
    const rows = [...articles.values()].map((its) => element("li", "", link(its.url, its.headline)))
    const code = element("code", "hash", sha.slice(0, 12))
    return element(
      "li",
      "kl-find__commit",
      element("p", "kl-find__subject", code, " ", element("span", "subject", subject)),
      element("p", "kl-teaser__meta", element("span", "", [author, tag].filter(Boolean).join(", "))),
      rows.length && element("p", "kl-find__cited", this.say.cited),
      rows.length && element("ul", "kl-plain", ...rows),
    )
  }

  lookUpLink({ cve, digits }) {
    const text = cve
      ? filled(this.say.cve, { cve })
      : filled(this.say.lookup, { hash: digits.slice(0, 12) })
    return element("li", "", link(new URL(`commits/?${cve ?? digits}`, root), text))
  }

  links() {
    return [...this.commits.querySelectorAll("a"), ...this.results.querySelectorAll(".kl-teaser__title a")]
  }

  /* The arrows lead from the words through the results and back. What is being composed, as in
   * Chinese, has the keys for itself. */
  move(event) {
    if (event.isComposing || !["ArrowDown", "ArrowUp"].includes(event.key)) return
    if (event.target.matches("select")) return
    const stops = [this.words, ...this.links()]
    const here = stops.indexOf(event.target)
    const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)]
    if (here < 0 || !next) return
    event.preventDefault()
    next.focus()
  }

  /* What was asked for stands in the address, on other pages in that of a link. */
  remember(words, filters) {
    const address = new URL("search/", root)
    for (const [name, value] of Object.entries({ q: words, ...filters }))
      if (value) address.searchParams.set(name, value)
    this.link.href = address
    if (this.isPage) keep(address)
  }

  recall() {
    const asked = new URLSearchParams(location.search)
    this.words.value = asked.get("q") ?? ""
    for (const select of this.selects) {
      const value = asked.get(select.name)
      if (value) select.replaceChildren(new Option(value, value, true, true))
    }
    if (this.words.value) this.search()
    else this.words.focus()
  }
}

const keep = (address) => {
  try {
    history.replaceState(history.state, "", address)
  } catch {
    // A browser allows few changes of the address in a short time. The search goes on without.
  }
}

const onPage = document.querySelector(".kl-find")
if (onPage) new Box(onPage, true)

const withStyles = () =>
  new Promise((resolve) => {
    const styles = element("link")
    styles.rel = "stylesheet"
    styles.href = new URL("assets/styles/search.css", root)
    styles.onload = styles.onerror = resolve
    document.head.append(styles)
  })

const makeDialog = async () => {
  const [response] = await Promise.all([fetch(new URL("search/", root)), withStyles()])
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`)
  const page = new DOMParser().parseFromString(await response.text(), "text/html")
  const box = document.importNode(page.querySelector(".kl-find"), true)
  const dialog = element("dialog", "kl-find-dialog md-typeset", box)
  dialog.setAttribute("aria-label", box.querySelector("label").textContent)
  document.body.append(dialog)
  new Box(box, false)
  const close = box.querySelector(".kl-find__close")
  close.hidden = false
  close.addEventListener("click", () => dialog.close())
  // Browsers would empty the field first.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return
    event.preventDefault()
    dialog.close()
  })
  // A click beside the box is on the dialog itself; a link may lead to the page that is there.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("a")) dialog.close()
  })
  return dialog
}

let making

/* Show the search over this page. */
export const open = async () => {
  if (onPage) return onPage.querySelector(".kl-find__words").focus()
  making ??= makeDialog()
  try {
    const dialog = await making
    if (!dialog.open) dialog.showModal()
    dialog.querySelector(".kl-find__words").select()
    // Whoever opens it is going to search.
    pagefind().catch(() => {})
  } catch (error) {
    making = undefined
    location.href = new URL("search/", root)
  }
}
