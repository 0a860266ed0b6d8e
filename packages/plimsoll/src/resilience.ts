// Written by scripts/mirror-exports.mjs.
export {
  BreakerStage,
  Circuit,
  CircuitOpenError,
  ConsecutiveFailures,
  RetryBudget,
  RetryStage,
  blameOf,
  breaker,
  fullJitter,
  retry,
} from '@plimsoll/resilience'
export type {
  Blame,
  BreakerOptions,
  CircuitLimits,
  CircuitState,
  Probe,
  RetryOptions,
} from '@plimsoll/resilience'
