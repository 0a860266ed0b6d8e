import { checkOptions } from '@plimsoll/core'
import { categoriesOf, numbersOf, requireHeld } from './column-values.ts'
import type { Category, CompatKind, CompatValues } from './column-values.ts'
import { checkKind, checkVersion } from './compat-checks.ts'
import { evidentlyRules } from './evidently-methods.ts'
import type { EvidentlyMethod, EvidentlyMethods } from './evidently-methods.ts'

/** How a column is compared by {@link evidently}. */
export interface EvidentlyColumnOptions<Kind extends CompatKind = CompatKind> {
  /** Numbers, or categories. */
  readonly kind: Kind
  /** Evidently's name of the method. @default Evidently's choice by size, kind and number of distinct values */
  readonly method?: EvidentlyMethods[Kind] | undefined
  /** The limit of the score. @default the method's own: 0.05 or 0.1 */
  readonly threshold?: number | undefined
}

/** One column of {@link EvidentlyProfile.dataset}. */
export type EvidentlyInput = {
  readonly [Kind in CompatKind]: EvidentlyColumnOptions<Kind> & {
    readonly reference: CompatValues[Kind]
    readonly current: CompatValues[Kind]
  }
}[CompatKind]

/** What Evidently says of one column. */
export interface EvidentlyColumn {
  readonly profile: 'evidently@0.7'
  readonly method: EvidentlyMethod
  /** What the score is: small p-values and great distances speak for drift. */
  readonly measure: 'p-value' | 'distance'
  /** NaN where the method gives nothing, which Evidently does not call drift. */
  readonly score: number
  readonly threshold: number
  readonly drifted: boolean
  /** Values compared, without the missing and infinite ones. */
  readonly sizes: { readonly reference: number; readonly current: number }
}

/** What Evidently says of a data set. */
export interface EvidentlyDataset<Name extends string = string> {
  readonly profile: 'evidently@0.7'
  readonly drifted: boolean
  /** Columns that drifted, of all columns. */
  readonly share: number
  /** The share from which on the data set counts as drifted. */
  readonly threshold: number
  readonly columns: Readonly<Record<Name, EvidentlyColumn>>
}

/** Evidently's numbers for raw columns: see {@link evidently}. */
export interface EvidentlyProfile {
  /** Compares one column. */
  column<Kind extends CompatKind>(
    reference: CompatValues[Kind],
    current: CompatValues[Kind],
    options: EvidentlyColumnOptions<Kind>,
  ): EvidentlyColumn
  /** Compares columns and calls the data set drifted from a share of drifted ones on. No correction for many. */
  dataset<Name extends string>(
    columns: Readonly<Record<Name, EvidentlyInput>>,
    options?: {
      /** In (0, 1]. @default 0.5 */
      readonly share?: number | undefined
    },
  ): EvidentlyDataset<Name>
}

/**
 * Gives the numbers that Evidently 0.7 gives for the same raw values, its traps included: bins that move with every
 * window, p-values on small references and distances on large ones, thresholds that know no sample size. For moving
 * from Evidently and for comparing; a monitor is the thing to run.
 *
 * By default, a reference of at most 1000 values is tested (`ks`; `chisquare`; `z` for at most two values) and a larger
 * one measured (`wasserstein`, over the reference's standard deviation; `jensenshannon`, base e). A numeric column with
 * at most five distinct values in both sides together is compared as categories. `ks` and `cramer_von_mises` drift at
 * their threshold too, the other tests below it, `ed` above it, the other distances from it on. Missing and infinite
 * values are left out.
 *
 * Methods throw `OptionsError` for options that cannot work, `TypeError` for values of another kind, and `RangeError`
 * for a side without values and where the method of Evidently refuses the data. Costs sorts and copies of both sides.
 *
 * @param version the one this profile is pinned to
 * @throws {OptionsError} for another version
 * @see Evidently 0.7.21, `evidently.legacy.calculations.stattests`
 * @example
 * const profile = evidently('0.7')
 * profile.column(['a', 'a', 'b', 'b'], ['a', 'b', 'b', 'b'], { kind: 'categorical' }).method // 'z'
 * profile.column([1, 2, 3, 4, 5, 6], [4, 5, 6, 7, 8, 9], { kind: 'numeric' }).score // 0.3181...
 */
export function evidently(version: '0.7'): EvidentlyProfile {
  checkVersion('evidently', version, '0.7')
  return {
    column: (reference, current, options) => compare('', reference, current, options),
    dataset(columns, options = {}) {
      const { share: threshold = 0.5 } = options
      const names = Object.keys(columns) as (keyof typeof columns)[]
      const check = checkOptions('evidently profile')
      check.keys(options, ['share'])
      check.require(threshold > 0 && threshold <= 1, 'share', 'must be in (0, 1]', threshold)
      check.require(names.length > 0, 'columns', 'must name at least one column', names.length)
      check.done()
      const judged = names.map((name) => {
        const { reference, current, ...rest } = columns[name]
        return [name, compare(`${name}: `, reference, current, rest)] as const
      })
      const share = judged.filter(([, column]) => column.drifted).length / names.length
      return {
        profile: 'evidently@0.7',
        drifted: share >= threshold,
        share,
        threshold,
        columns: Object.fromEntries(judged) as Record<(typeof names)[number], EvidentlyColumn>,
      }
    },
  }
}

function compare(
  prefix: string,
  reference: CompatValues[CompatKind],
  current: CompatValues[CompatKind],
  options: EvidentlyColumnOptions,
): EvidentlyColumn {
  const { kind } = options
  const check = checkOptions(`${prefix}evidently profile`)
  check.keys(options, ['kind', 'method', 'threshold'])
  if (checkKind(check, kind)) {
    const known = Object.entries(evidentlyRules).filter(([, { kinds }]) => kinds.includes(kind))
    const names: readonly (string | undefined)[] = known.map(([name]) => name)
    const rule = `must be one of ${names.join(', ')} for a ${kind} column`
    check.require(
      options.method === undefined || names.includes(options.method),
      'method',
      rule,
      options.method,
    )
  }
  const { threshold: given } = options
  check.require(given === undefined || Number.isFinite(given), 'threshold', 'must be a finite number', given)
  check.done()

  const read = (side: string, values: CompatValues[CompatKind]): readonly Category[] => {
    const held = kind === 'numeric' ? Array.from(numbersOf(side, values)) : categoriesOf(side, values)
    return requireHeld(
      side,
      held.filter((value) => typeof value !== 'number' || Number.isFinite(value)),
    )
  }
  const [x, y] = [read(`${prefix}reference`, reference), read(`${prefix}current`, current)]
  const method = options.method ?? methodOf(x.length, new Set([...x, ...y]).size, kind)
  const rule = evidentlyRules[method]
  const score = rule.score(x, y, kind)
  const threshold = given ?? rule.threshold
  return {
    profile: 'evidently@0.7',
    method,
    measure: rule.measure,
    score,
    threshold,
    drifted: rule.drifts(score, threshold),
    sizes: { reference: x.length, current: y.length },
  }
}

function methodOf(size: number, distinct: number, kind: CompatKind): EvidentlyMethod {
  const isNumeric = kind === 'numeric' && distinct > 5
  if (size > 1000) return isNumeric ? 'wasserstein' : 'jensenshannon'
  if (isNumeric) return 'ks'
  return distinct > 2 ? 'chisquare' : 'z'
}
