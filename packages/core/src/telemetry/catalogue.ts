// One thing: everything that telemetry can emit. The code emits by these names and no others, docs/telemetry.md is
// written from here, and a test holds what exporters receive against it.

/** One metric: what it counts, in which unit, and by which attributes. */
export interface MetricEntry {
  /**
   * `counter` rises only. `level` is a value as it stands now, summed over guards of one name. `gauge` is one
   * too, that has no sum: of several guards the greatest is told.
   */
  readonly kind: 'counter' | 'level' | 'gauge'
  /** In UCUM; what is counted stands in braces. */
  readonly unit: string
  readonly attributes: readonly AttributeName[]
  readonly description: string
}

/**
 * Every attribute: its values where these are few, else what bounds them.
 *
 * @example
 * attributeCatalogue['plimsoll.side'] // '`input`, `output`'
 */
export const attributeCatalogue = {
  'plimsoll.contract':
    'name and version of the contract, as `churn@4`, or the name given to `telemetry`; 256 in a process, then `_OTHER`',
  'plimsoll.variant':
    'a variant that the guard was made with, `_OTHER` for any other name; left out where there is none',
  'plimsoll.source': '`live`, `cache`, `stale`, `fallback`; `none` for a call without an answer',
  'plimsoll.degraded': 'whether the answer is a lesser one than the model would have given',
  'plimsoll.failure':
    'why the model itself did not give this lesser answer: values as of `error.type`; left out where nothing failed',
  'plimsoll.result': 'of retries `made`, `refused`; of outcomes `joined`, `ignored`, `unknown`',
  'plimsoll.part': 'what changed its state: `breaker`, `drift`, `rollout`',
  'plimsoll.side': '`input`, `output`',
  'plimsoll.state':
    'of breakers `closed`, `open`, `half-open`; of drift `ok`, `warn`, `alarm`, `inconclusive`; of rollouts `promote`, `rollback`, `inconclusive`',
  'plimsoll.state.previous': 'the state before, of a breaker or of drift',
  'plimsoll.fault': 'which observer failed, as in `stats().faults`; 256 a guard, then `other`',
  'plimsoll.signal': 'what carried the decision: `errors`, `loss`, `manual`',
  'plimsoll.columns': 'names of the columns in alarm, at most 16',
  'plimsoll.window.finished': 'whether the window was complete, or the alarm came within it',
  'plimsoll.p_value': 'of the column with the most evidence; holds at every look',
  'plimsoll.baseline': 'the first 12 characters of the digest of the baseline',
  'plimsoll.call.id': 'id of the call, where it was given or read',
  'plimsoll.call.attempts': 'how many times the target was called',
  'plimsoll.attempt.number': 'which attempt of its call this is, from 1',
  'error.type':
    "a `PLIMSOLL_...` code; `aborted` when the caller left; of the target's own errors the `status` from `400` to `599`, the system's code as `ECONNREFUSED` (or the one of `cause`), or the class as `TypeError`; 32 of these in a process, then `_OTHER`",
  le: 'upper bound in seconds, 1-2-5 from `0.0001` to `100`, and `+Inf`',
} as const

export type AttributeName = keyof typeof attributeCatalogue

/**
 * Every metric, by name.
 *
 * @example
 * metricCatalogue['plimsoll.in_flight'].unit // '{call}'
 */
export const metricCatalogue = {
  'plimsoll.calls': {
    kind: 'counter',
    unit: '{call}',
    attributes: [
      'plimsoll.contract',
      'plimsoll.variant',
      'plimsoll.source',
      'plimsoll.degraded',
      'plimsoll.failure',
      'error.type',
    ],
    description: 'Calls that ended, by where the answer came from or why there was none',
  },
  'plimsoll.call.duration.bucket': {
    kind: 'counter',
    unit: '{call}',
    attributes: ['plimsoll.contract', 'plimsoll.variant', 'plimsoll.source', 'le'],
    description: 'Calls that took at most le seconds, counted since metrics are collected',
  },
  'plimsoll.call.duration.sum': {
    kind: 'counter',
    unit: 's',
    attributes: ['plimsoll.contract', 'plimsoll.variant', 'plimsoll.source'],
    description: 'Time of the calls that the buckets count',
  },
  'plimsoll.in_flight': {
    kind: 'level',
    unit: '{call}',
    attributes: ['plimsoll.contract'],
    description: 'Calls under way',
  },
  'plimsoll.attempts': {
    kind: 'counter',
    unit: '{attempt}',
    attributes: ['plimsoll.contract', 'plimsoll.variant', 'error.type'],
    description: 'Attempts of the target that ended, retries included, by why they failed',
  },
  'plimsoll.retries': {
    kind: 'counter',
    unit: '{retry}',
    attributes: ['plimsoll.contract', 'plimsoll.result'],
    description: 'Retries made, and those that the budget refused',
  },
  'plimsoll.answers.late': {
    kind: 'counter',
    unit: '{answer}',
    attributes: ['plimsoll.contract'],
    description: 'Answers that came after their call was over, and were dropped',
  },
  'plimsoll.faults': {
    kind: 'counter',
    unit: '{fault}',
    attributes: ['plimsoll.contract', 'plimsoll.fault'],
    description: 'Faults of observers and recoveries; predictions go on',
  },
  'plimsoll.state_changes': {
    kind: 'counter',
    unit: '{change}',
    attributes: ['plimsoll.contract', 'plimsoll.part', 'plimsoll.variant', 'plimsoll.side', 'plimsoll.state'],
    description: 'Changes of state of breakers, drift verdicts and rollouts, by the new state',
  },
  'plimsoll.breaker.state': {
    kind: 'level',
    unit: '{breaker}',
    attributes: ['plimsoll.contract', 'plimsoll.variant', 'plimsoll.state'],
    description: 'Breakers in this state',
  },
  'plimsoll.drift.verdict': {
    kind: 'level',
    unit: '{monitor}',
    attributes: ['plimsoll.contract', 'plimsoll.side', 'plimsoll.state'],
    description: 'Drift monitors whose last finished window, or alarm since, has this verdict',
  },
  'plimsoll.drift.share': {
    kind: 'gauge',
    unit: '1',
    attributes: ['plimsoll.contract', 'plimsoll.side'],
    description: 'Share of the judged columns in alarm, in the last finished window or alarm since',
  },
  'plimsoll.drift.rows': {
    kind: 'level',
    unit: '{row}',
    attributes: ['plimsoll.contract', 'plimsoll.side'],
    description: 'Rows in the drift window that is filling',
  },
  'plimsoll.rollout.weight': {
    kind: 'gauge',
    unit: '1',
    attributes: ['plimsoll.contract', 'plimsoll.variant'],
    description: 'Share of units that the candidate is to get, as configured; 0 after a rollback',
  },
  'plimsoll.rollout.evidence': {
    kind: 'gauge',
    unit: '1',
    attributes: ['plimsoll.contract', 'plimsoll.variant'],
    description: 'Evidence against the candidate as a share of what takes it back',
  },
  'plimsoll.outcomes': {
    kind: 'counter',
    unit: '{outcome}',
    attributes: ['plimsoll.contract', 'plimsoll.result'],
    description: 'Labels that came, by whether their decision was known and counts',
  },
  'plimsoll.decisions.waiting': {
    kind: 'level',
    unit: '{decision}',
    attributes: ['plimsoll.contract'],
    description: 'Decisions that wait for their label',
  },
} as const

/** The name of a metric. */
export type MetricName = keyof typeof metricCatalogue

/** The attributes of a metric; one that has no value is left out. */
export type MetricAttributes<Name extends MetricName> = {
  readonly [Key in (typeof metricCatalogue)[Name]['attributes'][number]]?: string | boolean | undefined
}

/** What a span is and carries. */
export interface SpanEntry {
  readonly attributes: readonly AttributeName[]
  readonly description: string
}

/**
 * Every span, by name; all are of kind INTERNAL.
 *
 * @example
 * Object.keys(spanCatalogue) // ['plimsoll.call', 'plimsoll.attempt']
 */
export const spanCatalogue: Readonly<Record<'plimsoll.call' | 'plimsoll.attempt', SpanEntry>> = {
  'plimsoll.call': {
    attributes: [
      'plimsoll.contract',
      'plimsoll.variant',
      'plimsoll.source',
      'plimsoll.degraded',
      'plimsoll.failure',
      'plimsoll.call.attempts',
      'plimsoll.call.id',
      'error.type',
    ],
    description: 'one call, from when it came in until it was answered or refused',
  },
  'plimsoll.attempt': {
    attributes: ['plimsoll.variant', 'plimsoll.attempt.number', 'error.type'],
    description:
      'one attempt of the target and the check of its answer, inside its call; ends when it is cut off',
  },
}

/**
 * Every event, by name: changes of state only, on the span that is active when they happen.
 *
 * @example
 * Object.keys(eventCatalogue) // ['plimsoll.breaker', 'plimsoll.drift', 'plimsoll.rollout']
 */
export const eventCatalogue: Readonly<
  Record<'plimsoll.breaker' | 'plimsoll.drift' | 'plimsoll.rollout', SpanEntry>
> = {
  'plimsoll.breaker': {
    attributes: ['plimsoll.contract', 'plimsoll.variant', 'plimsoll.state', 'plimsoll.state.previous'],
    description: 'a circuit breaker opened, half-opened or closed',
  },
  'plimsoll.drift': {
    attributes: [
      'plimsoll.contract',
      'plimsoll.side',
      'plimsoll.state',
      'plimsoll.state.previous',
      'plimsoll.columns',
      'plimsoll.window.finished',
      'plimsoll.p_value',
      'plimsoll.baseline',
    ],
    description:
      'the drift verdict of a finished window differs from the one told last, or an alarm was raised within one',
  },
  'plimsoll.rollout': {
    attributes: ['plimsoll.contract', 'plimsoll.variant', 'plimsoll.state', 'plimsoll.signal'],
    description: 'a candidate (the variant) was taken back',
  },
}
