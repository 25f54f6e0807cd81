/* The card of a citation: what the list at the end of the article says about the commit, beside the
 * number in the text, and the way to the look-up, which has the rest. It comes on hover, on focus and on tap; the pointer can go into it, Tab leads
 * through its links, Escape takes it away. */
(() => {
  const text = document.querySelector(".kl-text")
  if (!text) return

  const { klLookup: lookup, klMore: more } = document.currentScript.dataset
  const HOVER = 120
  const GRACE = 250
  /* What became of a commit that a reader should know first. */
  const WEIGHTY = ".kl-fate--reverted, .kl-fate--cve"
  const card = document.createElement("div")
  card.className = "kl-card"
  card.setAttribute("role", "group")
  card.popover = "manual"
  let owner = null
  let waiting

  const row = (citation) => {
    const [, sha] = citation.id.match(/^c-([0-9a-f]+)/) || []
    return sha && document.getElementById(`k-${sha}`)
  }

  const fill = (from, citation) => {
    card.replaceChildren(...[...from.children].map((child) => child.cloneNode(true)))
    card.setAttribute("aria-label", citation.title || citation.dataset.klTitle)
    card.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"))
    card.querySelectorAll("a[href^='#']").forEach((back) => back.remove())
    // Enter on the citation itself leads there already.
    card.querySelector("a.hash")?.setAttribute("tabindex", "-1")
    const fate = card.querySelector(".fate")
    fate?.prepend(...fate.querySelectorAll(WEIGHTY))
    card.append(further(from))
  }

  /* The pull that brought the commit, for which stable trees it was meant, every place. */
  const further = (from) => {
    const link = document.createElement("a")
    link.className = "kl-card__more"
    link.href = `${lookup}?${from.querySelector(".hash").textContent}`
    link.textContent = more
    return link
  }

  const place = (citation) => {
    const gap = 6
    const link = citation.getClientRects()[0]
    const { offsetWidth: width, offsetHeight: height } = card
    const room = document.documentElement.clientWidth - width - gap
    const below = link.bottom + gap + height <= innerHeight || link.top < height + gap
    card.style.left = `${scrollX + Math.max(gap, Math.min(link.left - 16, room))}px`
    card.style.top = `${scrollY + (below ? link.bottom + gap : link.top - height - gap)}px`
  }

  const open = (citation) => {
    clearTimeout(waiting)
    if (citation === owner) return
    const from = row(citation)
    if (!from) return
    close()
    owner = citation
    fill(from, citation)
    citation.after(card)
    card.showPopover?.()
    place(citation)
    // Else the browser shows its own little window on top of ours.
    citation.dataset.klTitle = citation.title
    citation.removeAttribute("title")
  }

  const close = () => {
    clearTimeout(waiting)
    if (!owner) return
    owner.title = owner.dataset.klTitle
    delete owner.dataset.klTitle
    owner = null
    card.remove()
  }

  const later = (action, delay) => {
    clearTimeout(waiting)
    waiting = setTimeout(action, delay)
  }

  const citationAt = (target) => target.closest?.(".kl-text a.citation")
  const isInside = (target) => card.contains(target) || owner?.contains(target)

  text.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return
    const citation = citationAt(event.target)
    if (citation && citation !== owner) later(() => open(citation), HOVER)
    else if (isInside(event.target)) clearTimeout(waiting)
  })
  text.addEventListener("pointerout", (event) => {
    if (event.pointerType === "touch" || isInside(event.relatedTarget)) return
    later(close, GRACE)
  })
  text.addEventListener("focusin", (event) => {
    const citation = citationAt(event.target)
    if (citation?.matches(":focus-visible")) open(citation)
  })
  text.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !isInside(event.relatedTarget)) close()
  })

  let pointer
  addEventListener("pointerdown", (event) => {
    pointer = event.pointerType
    if (!isInside(event.target)) close()
  })
  text.addEventListener("click", (event) => {
    const citation = citationAt(event.target)
    if (!citation || pointer !== "touch" || !row(citation)) return
    event.preventDefault()
    open(citation)
  })
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !owner) return
    if (card.contains(document.activeElement)) owner.focus()
    close()
  })
})()
