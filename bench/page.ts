/** A page of sections, each written by its own run: `## name` and all below it up to the next. */
export interface Page {
  /** What stands above the first section, without a line end. */
  readonly head: string
  /** Names of all sections, in order. */
  readonly order: readonly string[]
}

/** Splits a page into its sections by name, each from its heading on. */
export function sectionsOf(page: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>()
  for (const text of page.split(/^(?=## )/m)) {
    const name = /^## (.+)$/m.exec(text)?.[1]
    if (name !== undefined && text.startsWith('## ')) sections.set(name, text.trimEnd())
  }
  return sections
}

/**
 * Writes a page with the given sections new and all others as they were; a section that nobody has
 * written says so.
 *
 * @param before the page as it is, or '' for none
 */
export function pageWith(
  { head, order }: Page,
  before: string,
  written: ReadonlyMap<string, string>,
  missing: (name: string) => string,
): string {
  const kept = sectionsOf(before)
  const sections = order.map((name) => written.get(name) ?? kept.get(name) ?? missing(name))
  return `${[head, ...sections].map((part) => part.trimEnd()).join('\n\n')}\n`
}

/** The line that says who writes a section. */
export function marker(command: string): string {
  return `<!-- Written by \`npm run ${command}\`. Do not edit. -->`
}
