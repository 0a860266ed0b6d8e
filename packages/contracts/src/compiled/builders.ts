// Long because it says the same thing many times, on purpose: see `ownBuilder`.

/** An object that is being built. */
export type Row = Record<string, unknown>

/** Gives an object the values of a row: a new one, or the one begun by another builder. */
export type Builder = (values: readonly unknown[], begun?: Row) => Row

/** How many values one builder writes. */
export const perBuilder = 12

type S = string
type Names = readonly [S, S, S, S, S, S, S, S, S, S, S, S]

/**
 * Makes a function that writes up to twelve values under names known only at run time.
 *
 * An engine learns which names and shapes each function of the source meets; one function for all names has
 * to look every name up, at 8 ns a value. Code made for the names would need `new Function`, which edge
 * runtimes forbid. So here is the same function many times over: whoever asks gets a copy not yet taken, and
 * with it 1 ns a value. When all are taken, the rest share the first one, and are slower, not wrong.
 *
 * @param template an object with these keys, copied where none was begun
 * @param at where in the row the value of the first key is
 */
export function ownBuilder(template: Row, keys: readonly string[], at: number): Builder {
  return make(makers[++taken] ?? makers[0], template, keys, at)
}

/** `ownBuilder`, without one's own. */
export function sharedBuilder(template: Row, keys: readonly string[], at: number): Builder {
  return make(makers[0], template, keys, at)
}

function make(maker: MakeBuilder | undefined, template: Row, keys: readonly string[], at: number): Builder {
  // Names to spare are the first one's, which is written last.
  const names = Array.from({ length: perBuilder }, (_, i) => keys[i] ?? keys[0]) as unknown as Names
  return (maker as MakeBuilder)(template, names, at, keys.length)
}

let taken = 0

type MakeBuilder = (template: Row, names: Names, at: number, count: number) => Builder

/** The copies, for a test that they are copies. */
export const makers: readonly MakeBuilder[] = [
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
  (template, [a, b, c, d, e, f, g, h, i, j, k, l], at, count) =>
    (values, begun) => {
      const to = begun ?? { ...template }
      if (count > 8) {
        to[l] = values[at + 11]
        to[k] = values[at + 10]
        to[j] = values[at + 9]
        to[i] = values[at + 8]
      }
      if (count > 4) {
        to[h] = values[at + 7]
        to[g] = values[at + 6]
        to[f] = values[at + 5]
        to[e] = values[at + 4]
      }
      to[d] = values[at + 3]
      to[c] = values[at + 2]
      to[b] = values[at + 1]
      to[a] = values[at]
      return to
    },
]
