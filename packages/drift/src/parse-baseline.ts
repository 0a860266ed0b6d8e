import { PlimsollError } from '@plimsoll/core'
import { type ColumnSetting, readColumn } from './baseline-column.ts'
import { count, flag, list, need, pathOf, record, text } from './baseline-rules.ts'
import {
  type Baseline,
  type BaselineColumn,
  type BaselineSeason,
  type SeasonBy,
  baselineFormat,
  maxColumns,
} from './baseline-types.ts'
import { baselineDigest } from './canonical-json.ts'
import { deepFreeze } from './deep-freeze.ts'
import { seasons } from './season.ts'

const fields = ['format', 'name', 'version', 'rows', 'approx', 'season', 'columns', 'digest'] as const

/**
 * Checks plain data, such as a parsed JSON file, and returns it as a frozen baseline.
 *
 * Everything is checked: sizes, counts that add up (those of every slot too), rising edges, the digest. Only known
 * fields are copied, each is read once, and what is read is bounded whatever the data claims.
 *
 * @throws {PlimsollError} `PLIMSOLL_BASELINE_INVALID`, naming the place and the rule that is broken.
 * @example
 * const baseline = parseBaseline(JSON.parse(text))
 */
export function parseBaseline(json: unknown): Baseline {
  try {
    return read(json)
  } catch (error) {
    if (error instanceof PlimsollError) throw error
    throw new PlimsollError('PLIMSOLL_BASELINE_INVALID', {
      message: 'the baseline could not be read',
      cause: error,
    })
  }
}

function read(json: unknown): Baseline {
  const given = record(json, 'baseline', fields)
  const { format, version } = given
  const rule = 'is of an earlier version: build the baseline anew from its rows'
  need(format !== 'plimsoll-baseline/1', 'format', rule)
  need(format === baselineFormat, 'format', `must be '${baselineFormat}'`)
  const name = text(given.name, 'name', 200)
  const rows = count(given.rows, 'rows')
  need(rows >= 1, 'rows', 'must be at least 1')
  const season = given.season === undefined ? undefined : readSeason(given.season)
  const held = list(given.columns, 'columns', maxColumns)
  need(held.length >= 1, 'columns', 'must hold at least one column')
  const earlier = new Set<string>()
  const setting: ColumnSetting = { rows, season, earlier }
  const columns = held.map((column, i): BaselineColumn => {
    const one = readColumn(column, `columns[${i}]`, setting)
    earlier.add(one.name)
    return one
  })
  const content: Omit<Baseline, 'digest'> = {
    format: baselineFormat,
    name,
    ...(version === undefined ? {} : { version: text(version, 'version', 200) }),
    rows,
    approx: flag(given.approx, 'approx'),
    ...(season === undefined ? {} : { season }),
    columns,
  }
  const digest = text(given.digest, 'digest', 64)
  need(digest === baselineDigest(content), 'digest', 'does not fit the content: the baseline was changed')
  return deepFreeze({ ...content, digest })
}

function readSeason(value: unknown): BaselineSeason {
  const { by, path } = record(value, 'season', ['by', 'path'])
  need(seasons.includes(by), 'season.by', `must be one of ${seasons.join(', ')}`)
  return { by: by as SeasonBy, ...(path === undefined ? {} : { path: pathOf(path, 'season.path') }) }
}
