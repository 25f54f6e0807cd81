/* What became of a commit, one outcome an item: in the words of the element that has them, which are
 * those of the build. */
import { element, enumeration, filled, item, link, sentence } from "./sentences.js"

const [REVERTED, FIXED] = ["reverted", "fixed"]
/* What a commit did to a CVE, or it has fixed it. */
export const INTRODUCED = "introduced"

const versionIn = (tag) => tag.replace(/^v/, "")

/* One backport for each version: two trees may have the same release. */
const firstByVersion = (backports) => {
  const byVersion = new Map()
  for (const its of backports) {
    const version = versionIn(its.first_tag)
    if (!byVersion.has(version)) byVersion.set(version, its)
  }
  return [...byVersion.values()]
}

export class Outcomes {
  /* `words` has the messages, and the address of a CVE; `dayOf` writes a time out as its day. */
  constructor(words, dayOf) {
    this.words = words
    this.dayOf = dayOf
  }

  /* All that became of a commit, the weighty first. */
  of({ fate, cves, backports }) {
    return [
      ...fate.filter(({ kind }) => kind === REVERTED).map((its) => this.followUp(its)),
      ...cves.filter(({ role }) => role === INTRODUCED).map((its) => this.vulnerability(its)),
      ...fate.filter(({ kind }) => kind !== REVERTED).map((its) => this.followUp(its)),
      ...cves.filter(({ role }) => role !== INTRODUCED).map((its) => this.vulnerability(its)),
      ...(backports.length ? [this.backports(backports)] : []),
    ]
  }

  followUp({ kind, first_tag: tag, sha, subject, author, committed, url }) {
    const { words } = this
    const name = kind === REVERTED ? "Reverted" : kind === FIXED ? "Fixed" : null
    const text = name && (tag ? words[`kl${name}`] : words[`kl${name}Alone`])
    const deed = name ? filled(text, { version: tag && versionIn(tag) }) : kind
    const day = committed && this.dayOf(committed)
    const by = filled(day ? words.klByOn : words.klBy, { deed, author, day })
    const its = element("span", subject, { className: "subject" })
    const told = item(`${by}: `, link(sha.slice(0, 12), url), " ", its)
    if (kind === REVERTED) told.className = "kl-fate--reverted"
    return told
  }

  /* `introduced CVE-2026-72014 (CVSS 7.8), fixed in 6.6.31 and 6.9`. */
  vulnerability(cve) {
    const told = item(...this.deedOn(cve, link(cve.id, this.addressOf(cve.id))))
    if (cve.role === INTRODUCED) told.className = "kl-fate--cve"
    return told
  }

  /* The same as what can be appended, with the name of the CVE as it is given. */
  deedOn({ role, fixed_in: versions, score }, name) {
    const { words } = this
    const isFixed = versions.length > 0
    const message =
      role === INTRODUCED
        ? isFixed ? words.klIntroduced : words.klIntroducedUnfixed
        : isFixed ? words.klFixedCve : words.klFixedCveAlone
    const scored = score === undefined ? name : sentence(words.klScored, { cve: name, score: score.toFixed(1) })
    return sentence(message, { cve: scored, versions: isFixed && enumeration(versions, words.klAnd) })
  }

  backports(backports) {
    const { words } = this
    const released = firstByVersion(backports.filter(({ first_tag: tag }) => tag))
    const links = (released.length ? released : backports).map(({ first_tag: tag, sha, url }) =>
      link(tag ? versionIn(tag) : sha.slice(0, 12), url),
    )
    const versions = enumeration(links, words.klAnd)
    return item(...(released.length ? sentence(words.klBackports, { versions }) : [`${words.klTakenOver}: `, ...versions]))
  }

  /* What tells of a CVE. */
  addressOf(cve) {
    return this.words.klCve.split("{}").join(encodeURIComponent(cve))
  }
}
