import { PlimsollError, ViolationError, isReadOnce } from '@plimsoll/core'
import type { ErrorCode } from '@plimsoll/core'
import type { AnyContract, OutputOf, ParsedInputOf, ParsedLabelOf } from './contract-types.ts'
import { invalid } from './compiled/checker.ts'
import { readerOf } from './schema-reader.ts'
import type { Reading, SchemaReader } from './schema-reader.ts'
import type { StandardSchemaV1 } from './standard-schema.ts'
import { brokenRules } from './validate.ts'

/** One schema of a contract, made ready to check many values; throws what the guard's callers get. */
export class ContractCheck {
  private readonly reader: SchemaReader
  private readonly code: Extract<ErrorCode, `${string}_VIOLATION`>
  private readonly subject: string

  constructor(schema: StandardSchemaV1, code: Extract<ErrorCode, `${string}_VIOLATION`>, subject: string) {
    this.reader = readerOf(schema)
    this.code = code
    this.subject = subject
  }

  /** The parsed value where the compiled schema takes it; `invalid` where only `read` can tell. */
  parse(value: unknown): unknown {
    return this.reader.parse(value)
  }

  /** Reads a value; a promise only where the schema is asynchronous. Never throws; see `accept`. */
  read(value: unknown): Reading | Promise<Reading> {
    return this.reader.read(value)
  }

  /**
   * Gives the parsed value of a reading.
   *
   * @throws {ViolationError} when the value broke the schema.
   */
  accept(reading: Reading): unknown {
    const { issues } = reading
    if (issues !== undefined && issues.length === 0) return reading.value
    const violations = brokenRules(this.reader.schema, reading)
    if (violations === undefined) return reading.value
    throw new ViolationError(this.code, this.subject, violations)
  }

  /** Reads and accepts: the parsed value, or a promise of it where the schema is asynchronous. */
  check(value: unknown): unknown {
    const parsed = this.reader.parse(value)
    if (parsed !== invalid) return parsed
    const reading = this.reader.read(value)
    return reading instanceof Promise ? reading.then((late) => this.accept(late)) : this.accept(reading)
  }
}

/** Makes the check of inputs that `inputCheck` and the stage share. */
export function inputChecker(contract: AnyContract): ContractCheck {
  return new ContractCheck(contract.input, 'PLIMSOLL_INPUT_VIOLATION', subjectOf('input', contract))
}

/**
 * Makes the check of a contract's inputs: it returns the parsed input, and throws (or rejects, where the
 * schema is asynchronous) a `ViolationError` with the code `PLIMSOLL_INPUT_VIOLATION`, whose message begins
 * `the input of churn@4 breaks its contract`.
 *
 * @example
 * const check = inputCheck(churn)
 * const input = await check(JSON.parse(body))
 */
export function inputCheck<C extends AnyContract>(
  contract: C,
): (value: unknown) => ParsedInputOf<C> | Promise<ParsedInputOf<C>> {
  const checker = inputChecker(contract)
  return (value) => checker.check(value)
}

/**
 * Makes the check of what targets return: it returns the parsed output, and throws (or rejects) a
 * `ViolationError` with the code `PLIMSOLL_OUTPUT_VIOLATION`.
 *
 * An output that can be read once (a stream, a `Response`, an iterator) is refused with
 * `PLIMSOLL_UNREPEATABLE_OUTPUT`; inside an object or array it is not looked for.
 *
 * @example
 * const check = outputCheck(churn)
 * const output = await check({ p: 0.3 })
 */
export function outputCheck<C extends AnyContract>(
  contract: C,
): (value: unknown) => OutputOf<C> | Promise<OutputOf<C>> {
  const subject = subjectOf('output', contract)
  const checker = new ContractCheck(contract.output, 'PLIMSOLL_OUTPUT_VIOLATION', subject)
  return (value) => {
    if (isReadOnce(value)) {
      throw new PlimsollError('PLIMSOLL_UNREPEATABLE_OUTPUT', {
        message: `${subject} can be read only once: read it in the target`,
      })
    }
    return checker.check(value)
  }
}

/**
 * Makes the check of labels: it returns the parsed label, and throws (or rejects) a `ViolationError` with
 * the code `PLIMSOLL_LABEL_VIOLATION`. Without a label schema every label breaks the contract.
 *
 * @example
 * const check = labelCheck(churn)
 * const label = await check(true)
 */
export function labelCheck<C extends AnyContract>(
  contract: C,
): (value: unknown) => ParsedLabelOf<C> | Promise<ParsedLabelOf<C>> {
  const { label } = contract
  const subject = subjectOf('label', contract)
  if (label === undefined) {
    return () => {
      throw new ViolationError('PLIMSOLL_LABEL_VIOLATION', subject, [
        { path: '', rule: 'invalid', message: 'is not part of the contract, which has no label schema' },
      ])
    }
  }
  const checker = new ContractCheck(label, 'PLIMSOLL_LABEL_VIOLATION', subject)
  return (value) => checker.check(value) as ParsedLabelOf<C> | Promise<ParsedLabelOf<C>>
}

function subjectOf(side: 'input' | 'output' | 'label', { name, version }: AnyContract): string {
  return `the ${side} of ${name}@${version}`
}
