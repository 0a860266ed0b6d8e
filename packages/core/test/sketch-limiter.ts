import type { Call, Stage } from '../src/index.ts'

/** A stage that holds something. */
export interface HoldingStage extends Stage {
  readonly held: number
}

/** Lets so many calls through at once; the others wait for their turn, in order. */
export function sketchLimiter(permits: number): HoldingStage {
  const queue: (() => void)[] = []
  let held = 0
  const take = (call: Call): void => {
    held++
    call.local = true
  }
  const giveBack = (call: Call): void => {
    if (call.local !== true) return
    call.local = undefined
    held--
    queue.shift()?.()
  }
  return {
    name: 'sketch limiter',
    get held() {
      return held
    },
    enter(call) {
      if (held < permits) {
        take(call)
        return
      }
      return new Promise<boolean>((resolve) => {
        queue.push(() => {
          held++
          resolve(true)
        })
      })
    },
    leave: giveBack,
    error: giveBack,
  }
}
