// Interim, so that the umbrella compiles while the real checks are being written: to be replaced.
import { ViolationError, isThenable } from '@plimsoll/core'
import type { Call, Stage } from '@plimsoll/core'
import type { AnyContract } from './contract-types.ts'
import type { StandardSchemaV1 } from './standard-schema.ts'

function checkOf(schema: StandardSchemaV1, code: 'PLIMSOLL_INPUT_VIOLATION' | 'PLIMSOLL_OUTPUT_VIOLATION' | 'PLIMSOLL_LABEL_VIOLATION', subject: string): (value: unknown) => unknown {
  const done = (result: Awaited<ReturnType<StandardSchemaV1['~standard']['validate']>>): unknown => {
    if (result.issues === undefined) return result.value
    throw new ViolationError(code, subject, result.issues.map((issue) => ({ path: (issue.path ?? []).join('.'), rule: 'invalid', message: 'does not satisfy the schema' })))
  }
  return (value) => {
    let result
    try { result = schema['~standard'].validate(value) } catch { throw new ViolationError(code, subject, [{ path: '', rule: 'unreadable', message: 'could not be read' }]) }
    return isThenable(result) ? Promise.resolve(result).then(done, () => { throw new ViolationError(code, subject, [{ path: '', rule: 'unreadable', message: 'could not be read' }]) }) : done(result)
  }
}
export function inputCheck(contract: AnyContract): (value: unknown) => unknown { return checkOf(contract.input, 'PLIMSOLL_INPUT_VIOLATION', 'the input') }
export function outputCheck(contract: AnyContract): (value: unknown) => unknown { return checkOf(contract.output, 'PLIMSOLL_OUTPUT_VIOLATION', 'the output') }
export function labelCheck(contract: AnyContract): (value: unknown) => unknown { return checkOf(contract.label as StandardSchemaV1, 'PLIMSOLL_LABEL_VIOLATION', 'the label') }
export class InputContractStage implements Stage {
  readonly name: string = 'contract'
  private readonly check: (value: unknown) => unknown
  constructor(contract: AnyContract) { this.check = inputCheck(contract) }
  enter(call: Call): void | Promise<void> {
    const checked = this.check(call.input)
    if (checked instanceof Promise) return checked.then((value) => { call.input = value })
    call.input = checked
  }
}
