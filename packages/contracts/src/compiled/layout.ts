import { ownBuilder, perBuilder, sharedBuilder } from './builders.ts'
import type { Builder, Row } from './builders.ts'

/** Built fewer times than this, objects do not get builders of their own, of which there are few. */
const enough = 300

/** Objects with certain keys, in a certain order, built from the values of a row. */
export class Layout {
  private readonly template: Row
  private builders: readonly Builder[]
  private uses = 0

  /** @param keys in the order in which `Object.keys` has them */
  constructor(keys: readonly string[]) {
    this.template = templateOf(keys)
    this.builders = this.makeBuilders(false)
  }

  build(values: readonly unknown[]): Row {
    if (this.uses < enough && ++this.uses === enough) this.builders = this.makeBuilders(true)
    const { builders } = this
    const first = builders[0]
    if (first === undefined) return {}
    const built = first(values)
    for (let i = 1; i < builders.length; i++) (builders[i] as Builder)(values, built)
    return built
  }

  private makeBuilders(isOwn: boolean): Builder[] {
    const { template } = this
    // The names as the object has them are the ones an engine compares fastest.
    const names = Object.keys(template)
    const builders: Builder[] = []
    for (let at = 0; at < names.length; at += perBuilder) {
      const keys = names.slice(at, at + perBuilder)
      builders.push(isOwn ? ownBuilder(template, keys, at) : sharedBuilder(template, keys, at))
    }
    return builders
  }
}

// Every field has held an integer, another number and a text: an engine that has to give up expecting one of
// them once objects have been made forgets what it has learned about all of them. What comes from JSON has
// all its fields in one piece.
function templateOf(keys: readonly string[]): Row {
  const template = JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:0`).join()}}`) as Row
  for (const filler of [0.5, '', undefined]) {
    for (const key of keys) template[key] = filler
  }
  return template
}
