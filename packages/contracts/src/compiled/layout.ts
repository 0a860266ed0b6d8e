import { writerFor } from './writers.ts'
import type { Row, Writer } from './writers.ts'

/** Objects with certain keys, in a certain order, built from the values of a row. */
export class Layout {
  private readonly template: Row
  private readonly writers: readonly Writer[]

  /** @param at where in the row the value of each key is */
  constructor(keys: readonly string[], at: readonly number[]) {
    this.template = templateOf(keys)
    this.writers = writersOf(keys, at)
  }

  build(row: readonly unknown[]): Row {
    // A copy of an object with all keys costs less than adding them one by one, and has one hidden class.
    const built: Row = Object.assign({}, this.template)
    const { writers } = this
    for (let i = 0; i < writers.length; i++) (writers[i] as Writer)(built, row)
    return built
  }
}

// Every field has held a number and a text, so that an engine expects neither of them.
function templateOf(keys: readonly string[]): Row {
  const template: Row = {}
  for (const filler of [undefined, 0.5, '', undefined]) {
    for (const key of keys) template[key] = filler
  }
  return template
}

function writersOf(keys: readonly string[], at: readonly number[]): Writer[] {
  const writers: Writer[] = []
  for (let i = 0; i < keys.length; i += 4) {
    // Fewer than four at the end: the last one is written again.
    const four = [i, i + 1, i + 2, i + 3].map((position) => Math.min(position, keys.length - 1))
    writers.push(
      writerFor({ keys: four.map((p) => keys[p] as string), at: four.map((p) => at[p] as number) }),
    )
  }
  return writers
}
