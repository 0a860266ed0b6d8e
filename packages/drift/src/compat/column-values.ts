/** What a column may hold, by kind; `null`, `undefined` and NaN are missing values. */
export interface CompatValues {
  readonly numeric: ArrayLike<number | null | undefined>
  readonly categorical: ArrayLike<Category | null | undefined>
}

/** The kind a column is compared as. */
export type CompatKind = keyof CompatValues

/** One value of a categorical column. `1` and `'1'` are two categories. */
export type Category = string | number | boolean

/** Tells whether pandas would call the value missing. */
export function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined || Number.isNaN(value)
}

/**
 * Reads the numbers of a column, missing values left out.
 *
 * @throws TypeError for a value that is neither a number nor missing
 */
export function numbersOf(side: string, values: CompatValues[CompatKind]): Float64Array {
  const held = new Float64Array(requireRows(side, values).length)
  let n = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (isMissing(value)) continue
    if (typeof value !== 'number') {
      throw new TypeError(
        `${side} must hold numbers, or missing values, alone: row ${i} is a ${typeof value}`,
      )
    }
    held[n++] = value
  }
  return held.subarray(0, n)
}

/**
 * Reads the categories of a column, missing values left out.
 *
 * @throws TypeError for a value that is no string, number or boolean and is not missing
 */
export function categoriesOf(side: string, values: CompatValues[CompatKind]): Category[] {
  const held: Category[] = []
  const rows = requireRows(side, values).length
  for (let i = 0; i < rows; i++) {
    const value = values[i]
    if (isMissing(value)) continue
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      throw new TypeError(`${side} must hold strings, numbers or booleans: row ${i} is a ${typeof value}`)
    }
    held.push(value)
  }
  return held
}

/** Refuses what is no array of at least one row, at run time. */
export function requireRows<Rows extends CompatValues[CompatKind]>(side: string, rows: Rows): Rows {
  const given: unknown = rows
  if (!Array.isArray(given) && !(ArrayBuffer.isView(given) && 'length' in given)) {
    throw new TypeError(`${side} must be an array of values`)
  }
  if (rows.length === 0) throw new RangeError(`${side} must have at least one row`)
  return rows
}

/** Refuses a side without a value to compare: the tools refuse it too, or make a number of nothing. */
export function requireHeld<Held extends { readonly length: number }>(side: string, held: Held): Held {
  if (held.length > 0) return held
  throw new RangeError(`${side} must hold at least one value that is not missing`)
}
