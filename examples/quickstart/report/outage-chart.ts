// Act 2 in a picture: who answered each call, and where the breaker stood.
import { script } from '../acts/outage.ts'
import type { AnsweredBy, OutageResult } from '../acts/outage.ts'
import { figure, line, rect, svg, text } from './svg.ts'

const lanes: readonly AnsweredBy[] = ['model', 'cache', 'spare model', 'default']
const width = 380
const left = 80
const right = width - 30

/** A tick for each call in the lane of whoever answered it. */
export function outageChart({ calls }: OutageResult): string {
  const step = (right - left) / calls.length
  const x = (call: number): number => left + (call - 1) * step
  const laneTop = 40
  const laneHeight = 24
  const laneBottom = laneTop + lanes.length * laneHeight
  const band = laneBottom + 14
  const [from] = script.hangs
  const [, to] = script.modelDown
  const parts = [
    rect(x(from), laneTop - 4, x(to + 1) - x(from), laneBottom - laneTop + 4, 'shade'),
    text((x(from) + x(to + 1)) / 2, laneTop - 24, 'the model is down', { look: 'warn' }),
  ]
  for (const pause of script.pauses) {
    parts.push(line(x(pause), laneTop - 4, x(pause), band, 'bound'))
    parts.push(text(x(pause), laneTop - 9, '+320 ms'))
  }
  for (const [i, lane] of lanes.entries()) {
    const y = laneTop + i * laneHeight
    const here = calls.flatMap((call, at) => (call.by === lane ? [at + 1] : []))
    const look = i < 2 ? 'blue' : 'orange'
    parts.push(
      line(left, y + laneHeight - 4, right, y + laneHeight - 4, 'grid'),
      text(left - 6, y + 15, lane, { anchor: 'end', look: 'value' }),
      text(right + 5, y + 15, String(here.length), { anchor: 'start', look: 'value' }),
      ...here.map((call) => rect(x(call), y + 3, Math.max(1, step - 0.6), laneHeight - 7, look)),
    )
  }
  parts.push(text(left - 6, band + 11, 'breaker', { anchor: 'end', look: 'value' }))
  for (const [i, call] of calls.entries()) {
    parts.push(rect(x(i + 1), band, step + 0.2, 14, call.breaker === 'closed' ? 'before' : 'orange'))
  }
  const open = calls.findIndex((call) => call.breaker === 'open') + 1
  const closed = calls.findLastIndex((call) => call.breaker === 'open') + 2
  parts.push(
    text((left + x(open)) / 2, band + 26, 'closed'),
    text((x(open) + x(closed)) / 2, band + 26, 'open: left alone'),
    text((x(closed) + right) / 2, band + 26, 'closed'),
  )
  for (const call of [1, 40, 80, 120]) parts.push(text(x(call) + step / 2, band + 42, String(call)))
  parts.push(text((left + right) / 2, band + 56, 'call'))
  const degraded = calls.filter((call) => call.degraded).length
  return figure(
    `All ${calls.length} calls were answered, ${degraded} of them by lesser means and marked as such.`,
    'A tick is a call. The first failing call hangs until its time is up, four more fail at once, and the breaker opens. Probes after each pause: the first fails, the second closes it. The cache knows five images although the model is down; where the spare fails too, the default says that nobody could read it.',
    svg(width, band + 60, 'Who answered each call', parts),
  )
}
