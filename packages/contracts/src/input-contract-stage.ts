import type { Call, Stage } from '@plimsoll/core'
import { invalid } from './compiled/checker.ts'
import { inputChecker } from './contract-check.ts'
import type { ContractCheck } from './contract-check.ts'
import type { AnyContract } from './contract-types.ts'

/**
 * Checks the input of every call before anything is spent on it; stages further in and the target see the
 * parsed one. A broken contract refuses the call with `PLIMSOLL_INPUT_VIOLATION`.
 *
 * The call waits only where the schema is asynchronous.
 *
 * @example
 * const predict = compose(model, [new InputContractStage(churn)])
 */
export class InputContractStage implements Stage {
  readonly name = 'contract'
  private readonly checker: ContractCheck

  constructor(contract: AnyContract) {
    this.checker = inputChecker(contract)
  }

  enter(call: Call): void | Promise<void> {
    const parsed = this.checker.parse(call.input)
    if (parsed !== invalid) {
      call.input = parsed
      return
    }
    const reading = this.checker.read(call.input)
    if (!(reading instanceof Promise)) {
      call.input = this.checker.accept(reading)
      return
    }
    call.isChecking = true
    return reading.then((late) => {
      call.input = this.checker.accept(late)
      call.isChecking = false
    })
  }
}
