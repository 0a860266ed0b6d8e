import type { OutcomeJoin, TelemetryReader } from '@plimsoll/core'
import type { Monitor } from '@plimsoll/drift'
import type { BreakerStage, RetryStage } from '@plimsoll/resilience'
import type { Rollout } from '@plimsoll/router'
import type { PendingOutcome, RecordStage } from './record-stage.ts'

/** The parts of a guard that count by themselves, or stand somehow. */
export interface ReadParts {
  readonly variants: readonly string[]
  readonly record: RecordStage
  readonly outcomes: OutcomeJoin<PendingOutcome> | undefined
  readonly retry: RetryStage | undefined
  readonly breaker: BreakerStage | undefined
  readonly monitors: { readonly input: Monitor | undefined; readonly output: Monitor | undefined }
  readonly rollout: Rollout | undefined
}

const circuitStates = ['closed', 'open', 'half-open'] as const
const driftVerdicts = ['ok', 'warn', 'alarm', 'inconclusive'] as const

/** Tells what only the parts of a guard know, whenever metrics are collected. */
export function readParts(parts: ReadParts, reader: TelemetryReader): void {
  const { variants, record, outcomes, retry, breaker, monitors, rollout } = parts
  if (retry !== undefined) {
    reader.total('plimsoll.retries', retry.stats.retries, { 'plimsoll.result': 'made' })
    reader.total('plimsoll.retries', retry.stats.refused, { 'plimsoll.result': 'refused' })
  }
  if (breaker !== undefined) readBreaker(breaker, variants, reader)
  for (const side of ['input', 'output'] as const) {
    const monitor = monitors[side]
    if (monitor !== undefined) readMonitor(monitor, side, reader)
  }
  if (rollout !== undefined) readRollout(rollout, reader)
  if (outcomes === undefined) return
  const { ignored } = record
  reader.total('plimsoll.outcomes', outcomes.joined - ignored, { 'plimsoll.result': 'joined' })
  reader.total('plimsoll.outcomes', ignored, { 'plimsoll.result': 'ignored' })
  reader.total('plimsoll.outcomes', outcomes.unknown, { 'plimsoll.result': 'unknown' })
  reader.level('plimsoll.decisions.waiting', outcomes.size)
}

function readBreaker(breaker: BreakerStage, variants: readonly string[], reader: TelemetryReader): void {
  for (const variant of variants.length === 0 ? [undefined] : variants) {
    const now = breaker.state(variant)
    for (const state of circuitStates) {
      const of = { 'plimsoll.variant': variant, 'plimsoll.state': state }
      reader.level('plimsoll.breaker.state', state === now ? 1 : 0, of)
    }
  }
}

function readMonitor(monitor: Monitor, side: 'input' | 'output', reader: TelemetryReader): void {
  const of = { 'plimsoll.side': side }
  reader.level('plimsoll.drift.rows', monitor.rows, of)
  const { last } = monitor
  if (last === undefined) return
  reader.level('plimsoll.drift.share', last.share, of)
  for (const state of driftVerdicts) {
    reader.level('plimsoll.drift.verdict', state === last.verdict ? 1 : 0, { ...of, 'plimsoll.state': state })
  }
}

function readRollout(rollout: Rollout, reader: TelemetryReader): void {
  const { state, verdict } = rollout.status()
  const { candidate, weight } = rollout.options
  const of = { 'plimsoll.variant': candidate }
  // As configured: the share in force is rounded to whole buckets. In decimals, so that 33.3% is 0.333.
  const configured = Number((weight / 100).toPrecision(15))
  reader.level('plimsoll.rollout.weight', state === 'running' ? configured : 0, of)
  reader.level('plimsoll.rollout.evidence', Math.min(1, verdict.evidence / verdict.bound), of)
}
