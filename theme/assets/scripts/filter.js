/* Filters the commits of a release by words of their rows and areas, and by what
 * became of them since. What is asked for is in the address, so it can be passed on. */
(() => {
  const form = document.querySelector(".kl-filter")
  if (!form) return

  /* Rows from which on a browser has to be spared those out of sight. */
  const MANY = 1000
  const { q: words, fate } = form.elements
  const status = form.querySelector("[role=status]")
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined)

  /* What stands in the address for commits that anything became of, and in front of kinds in rows. */
  const ANYTHING = "1"
  const KIND = "kl-fate--"

  /* Accents and case do not count. */
  const plain = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase()

  const rowOf = (element, area) => {
    const told = [".hash", ".subject", ".origin", ".fate"].map((part) => element.querySelector(part)?.textContent)
    return {
      element,
      text: plain(`${told.join(" ")} ${area}`),
      kinds: kindsOf(element.querySelector(".fate")),
      isShown: true,
    }
  }

  const kindsOf = (fate) =>
    fate ? [ANYTHING, ...[...fate.children].map((its) => its.className.slice(KIND.length))] : []

  const groupOf = (heading) => {
    const list = heading.nextElementSibling
    const link = document.querySelector(`.kl-areas a[href="#${CSS.escape(heading.id)}"]`)
    const entry = link?.closest("li")
    const counts = [heading, entry].map((its) => its?.querySelector(".kl-count")).filter(Boolean)
    const total = counts[0]?.textContent
    const area = heading.textContent.replace(total ?? "", "")
    const rows = [...list.children].map((element) => rowOf(element, area))
    return { parts: [heading, list, entry].filter(Boolean), counts, total, rows }
  }

  const groups = [...document.querySelectorAll(".kl-area")]
    .filter((heading) => heading.nextElementSibling?.matches(".kl-commits"))
    .map(groupOf)
  const all = groups.reduce((sum, group) => sum + group.rows.length, 0)
  if (all > MANY) form.closest(".kl-tracker").classList.add("kl-tracker--long")

  /* Only what changes is touched: that, and not the search, is what takes time. */
  const show = (row, isShown) => {
    if (row.isShown === isShown) return
    row.isShown = isShown
    row.element.hidden = !isShown
  }

  const sift = (group, matches, isAll) => {
    let found = 0
    for (const row of group.rows) {
      const isShown = matches(row)
      show(row, isShown)
      if (isShown) found += 1
    }
    for (const part of group.parts) if (part.hidden !== !found) part.hidden = !found
    for (const count of group.counts) count.textContent = isAll ? group.total : number.format(found)
    return found
  }

  const filter = () => {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean)
    const kind = fate?.value
    const isAll = !wanted.length && !kind
    const matches = (row) =>
      (!kind || row.kinds.includes(kind)) && wanted.every((word) => row.text.includes(word))
    const found = groups.reduce((sum, group) => sum + sift(group, matches, isAll), 0)
    status.textContent = isAll ? "" : told(found)
  }

  const told = (found) =>
    found
      ? status.dataset.klFound
          .replace("{found}", number.format(found))
          .replace("{all}", number.format(all))
      : status.dataset.klNothing

  const remember = () => {
    const address = new URL(location.href)
    const { searchParams: asked } = address
    asked.delete("q")
    asked.delete("fate")
    if (words.value.trim()) asked.set("q", words.value.trim())
    if (fate?.value) asked.set("fate", fate.value)
    history.replaceState(history.state, "", address)
  }

  const recall = () => {
    const asked = new URLSearchParams(location.search)
    words.value = asked.get("q") ?? ""
    if (!fate || !asked.has("fate")) return
    fate.value = asked.get("fate")
    if (fate.selectedIndex < 0) fate.value = ANYTHING
  }

  const clear = () => {
    words.value = ""
    if (fate) fate.value = ""
    filter()
    remember()
  }

  /* A browser allows few changes of the address in a short time. */
  let waiting
  form.addEventListener("input", () => {
    filter()
    clearTimeout(waiting)
    waiting = setTimeout(remember, 300)
  })
  form.addEventListener("submit", (event) => event.preventDefault())
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || (!words.value && !fate?.value)) return
    event.preventDefault()
    clearTimeout(waiting)
    clear()
  })

  /* What the address leads to. After `#` may stand anything, and not all of it can be decoded. */
  const targeted = () => {
    const id = location.hash.slice(1)
    try {
      return document.getElementById(id) ?? document.getElementById(decodeURIComponent(id))
    } catch {
      return null
    }
  }

  /* A link to a row that is filtered out leads there all the same. */
  const reveal = () => {
    const target = targeted()
    if (!target?.matches(".kl-commits > [hidden], .kl-area[hidden]")) return
    clear()
    target.scrollIntoView()
  }
  addEventListener("hashchange", reveal)

  form.hidden = false
  recall()
  filter()
  reveal()
})()
