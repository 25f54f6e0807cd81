/* Finds commits among those that articles cite. `questionIn` reads what somebody asks for, hashes as
 * `kernlog show` does, `Commits` looks it up in the files below api/commits/, of which it loads one
 * for a hash. The handbook describes them. */

const FEWEST = 4
const MOST = 40
/* What a full hash has in a repository with SHA-256. */
const FULL = 64
const IN_ADDRESS = /(?<![0-9A-Za-z])(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{7,40})(?![0-9A-Za-z])/g
const TARGET = /^(?:(?<tree>[^@]+)@)?(?<digits>[0-9a-fA-F]+)$/

/* The number of a CVE, however its parts are held together, and the beginning of one. */
const CVE = /(?<![\p{L}\p{N}])cve[\s\p{Pd}:_]*(\d{4})[\s\p{Pd}_]+(\d{4,19})(?!\d)/iu
const HALF_A_CVE = /^cve[\s\p{Pd}:_]*(?:\d|$)/iu

/* {cve} for the number of a CVE, alone or in an address; else what `hashIn` makes of it. */
export const questionIn = (text) => {
  const [, year, number] = text.match(CVE) ?? []
  if (number) return { cve: `CVE-${year}-${number}` }
  const asked = text.trim()
  return HALF_A_CVE.test(asked) ? { wrong: "cve", text: asked } : hashIn(asked)
}

/* {digits, tree} for an abbreviation, tree@abbreviation or an address in a git web; else {wrong}. */
export const hashIn = (text) => {
  const asked = text.trim().replace(/^commit:/, "")
  if (asked.includes("/")) {
    const found = (asked.match(IN_ADDRESS) ?? []).reverse()
    const digits = found.reduce((best, its) => (its.length > best.length ? its : best), "")
    return digits ? { digits: digits.toLowerCase(), tree: null } : { wrong: "address", text: asked }
  }
  const target = asked.match(TARGET)?.groups
  if (!target) return { wrong: "digits", text: asked }
  const digits = target.digits.toLowerCase()
  if (digits.length < FEWEST) return { wrong: "short", text: digits }
  if (digits.length > MOST && digits.length !== FULL) return { wrong: "long", text: digits }
  return { digits, tree: target.tree ?? null }
}

/* `root` is the address of the site's root, from where readers have it. */
export class Commits {
  #root
  #files = new Map()

  constructor(root) {
    this.#root = new URL(root, document.baseURI)
  }

  /* All commits that the digits may stand for, in the order of their hashes: one that was found,
   * none, or several; for a CVE those that introduced or fixed it. Each is once there, whichever
   * trees have it. Rejects if the files cannot be loaded. `trees` are where else to look, by name. */
  find({ cve, digits, tree = null }) {
    return cve ? this.#findCve(cve) : this.#findHash(digits, tree)
  }

  async #findCve(cve) {
    const { cves } = await this.#load("cves")
    const found = await Promise.all((cves[cve] ?? []).map((sha) => this.#findHash(sha, null)))
    return { commits: found.flatMap(({ commits }) => commits), trees: {} }
  }

  async #findHash(digits, tree) {
    const { digits: read, step } = await this.#load("index")
    const number = parseInt(digits.slice(0, read), 16)
    const name = (number - (number % step)).toString(16).padStart(read, "0")
    const shard = await this.#load(name)
    const entries = shard.commits.filter(
      (its) => its.sha.startsWith(digits) && (tree === null || its.tree === tree),
    )
    const bySha = new Map(entries.map(({ sha }) => [sha, []]))
    for (const its of entries) bySha.get(its.sha).push(its)
    const commits = [...bySha.values()].map((its) => this.#commit(its, shard))
    return { commits, trees: shard.trees }
  }

  /* What the store says of a commit, `trees` with its addresses, and the `places` that cite it.
   * Follow-ups, backports and the pull have a `url` where their tree is known. */
  #commit(entries, shard) {
    const [first] = entries
    const address = (tree, sha) => shard.trees[tree]?.replaceAll("{sha}", sha)
    const place = ({ article, anchor, section }) => {
      const { url, headline } = shard.articles[article]
      const here = this.#here(url, shard)
      return { article: here, headline, section, url: `${here}#${anchor}` }
    }
    return {
      ...first,
      release: this.#here(shard.releases[first.first_tag], shard),
      fate: first.fate.map((its) => ({ ...its, url: address(first.tree, its.sha) })),
      cves: first.cves ?? [],
      backports: (first.backports ?? []).map((its) => ({ ...its, url: address(its.tree, its.sha) })),
      pull: first.pull && { ...first.pull, url: address(first.tree, first.pull.sha) },
      trees: entries.map(({ tree, sha }) => ({ name: tree, url: address(tree, sha) })),
      places: entries.flatMap((its) => its.places.map(place)),
    }
  }

  /* The address of a page of this site as it is read now: perhaps a mirror, or a preview. */
  #here(url, { site }) {
    return url && new URL(url.slice(site.length), this.#root).href
  }

  #load(name) {
    const load = async () => {
      const address = new URL(`api/commits/${name}.json`, this.#root)
      // What was cached an hour ago may be split otherwise.
      const response = await fetch(address, { cache: "no-cache" })
      if (!response.ok) throw new Error(`${address}: ${response.status}`)
      return response.json()
    }
    if (!this.#files.has(name)) {
      const loading = load()
      loading.catch(() => this.#files.delete(name))
      this.#files.set(name, loading)
    }
    return this.#files.get(name)
  }
}
