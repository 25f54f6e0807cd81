/* What is wider than the page scrolls by itself; with this by keyboard too. */
for (const wide of document.querySelectorAll(".kl-text :is(table, pre > code)"))
  if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0
