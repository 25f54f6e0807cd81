/* Marks in the table of contents where the reader is. */
(() => {
  const links = [...document.querySelectorAll(".kl-contents a")]
  // The address that is written has the id as it is; that of the link is encoded.
  const headings = links.map((link) => document.getElementById(link.getAttribute("href").slice(1)))
  if (!links.length) return

  let current
  const follow = () => {
    const line = innerHeight / 4
    let passed = -1
    headings.forEach((heading, number) => {
      if (heading && heading.getBoundingClientRect().top <= line) passed = number
    })
    if (passed === current) return
    links[current]?.removeAttribute("aria-current")
    links[passed]?.setAttribute("aria-current", "location")
    current = passed
  }

  let waiting = false
  addEventListener("scroll", () => {
    if (waiting) return
    waiting = true
    requestAnimationFrame(() => {
      waiting = false
      follow()
    })
  }, { passive: true })
  follow()
})()
