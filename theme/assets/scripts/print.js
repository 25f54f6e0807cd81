/* On paper every link of the text, and of what became of it, has a number, and the addresses stand
 * at the end. `?print` shows on the screen what comes out of the printer. */
(() => {
  const article = document.querySelector(".kl-article")
  const section = document.querySelector(".kl-links")
  if (!article || !section) return

  const links = () =>
    [...article.querySelectorAll(".kl-standfirst a, .kl-text a[href], .kl-aged a[href]")].filter(
      (link) => !link.matches(".headerlink") && !link.getAttribute("href").startsWith("#"),
    )

  /* What is folded away below the text would be lost on paper. */
  let unfolded = []

  const number = () => {
    if (!section.hidden) return
    unfolded = [...article.querySelectorAll(".kl-aged details:not([open])")]
    for (const fold of unfolded) fold.open = true
    const numbers = new Map()
    const list = section.querySelector("ol")
    for (const link of links()) {
      const mark = document.createElement("span")
      mark.className = "kl-links__number"
      if (!numbers.has(link.href)) {
        numbers.set(link.href, numbers.size + 1)
        list.append(entry(link))
      }
      mark.textContent = ` [${numbers.get(link.href)}]`
      link.append(mark)
    }
    section.hidden = numbers.size === 0
  }

  const entry = (link) => {
    const item = document.createElement("li")
    const address = document.createElement("span")
    address.className = "kl-links__address"
    address.textContent = link.href
    // The subject of a commit in a list is printed there.
    if (link.title && !link.matches(".hash")) item.append(`${link.title} `)
    item.append(address)
    return item
  }

  const restore = () => {
    article.querySelectorAll(".kl-links__number").forEach((mark) => mark.remove())
    for (const fold of unfolded) fold.open = false
    section.querySelector("ol").replaceChildren()
    section.hidden = true
  }

  /* Browsers do not show scripts what is in the styles of other sites, or of files. */
  const rulesOf = (sheet) => {
    try {
      return sheet.cssRules
    } catch {
      return []
    }
  }

  const onPaper = (rules) => {
    for (const rule of rules) {
      const media = rule instanceof CSSMediaRule ? rule.media.mediaText : ""
      if (/\bprint\b/.test(media)) rule.media.mediaText = "all"
      else if (/\bscreen\b/.test(media)) rule.media.mediaText = "not all"
      if (rule.cssRules) onPaper(rule.cssRules)
    }
  }

  const isAsked = new URLSearchParams(location.search).has("print")
  if (isAsked) {
    document.documentElement.classList.add("kl-on-paper")
    for (const sheet of document.styleSheets) onPaper(rulesOf(sheet))
    number()
  } else {
    addEventListener("beforeprint", number)
    addEventListener("afterprint", restore)
  }

  document.querySelector("[data-kl-print]")?.addEventListener("click", (event) => {
    event.preventDefault()
    print()
  })
})()
