import { createRandom } from '@plimsoll/stats'

/**
 * Writes a dense network as an ONNX model: `x` of `['batch', widths[0]]` to `y` of `['batch', last]`, a ReLU
 * between layers and a sigmoid at the end, weights drawn from the seed.
 *
 * Fields by their numbers in onnx.proto (IR version 8, operator set 17).
 */
export function denseModel(widths: readonly number[], seed: string): Uint8Array {
  const random = createRandom(seed)
  const nodes: Uint8Array[] = []
  const weights: Uint8Array[] = []
  let from = 'x'
  for (let i = 1; i < widths.length; i++) {
    const [rows = 0, columns = 0] = [widths[i - 1], widths[i]]
    const isLast = i === widths.length - 1
    const draw = (count: number): Float32Array =>
      Float32Array.from({ length: count }, () => random.normal() / Math.sqrt(rows))
    weights.push(tensorOf(`w${i}`, [rows, columns], draw(rows * columns)))
    weights.push(tensorOf(`b${i}`, [columns], draw(columns)))
    nodes.push(nodeOf('Gemm', [from, `w${i}`, `b${i}`], `h${i}`))
    from = isLast ? 'y' : `r${i}`
    nodes.push(nodeOf(isLast ? 'Sigmoid' : 'Relu', [`h${i}`], from))
  }
  const graph = join([
    ...nodes.map((node) => bytes(1, node)),
    text(2, 'dense'),
    ...weights.map((weight) => bytes(5, weight)),
    bytes(11, valueOf('x', widths[0] ?? 0)),
    bytes(12, valueOf('y', widths.at(-1) ?? 0)),
  ])
  return join([whole(1, 8), bytes(7, graph), bytes(8, join([text(1, ''), whole(2, 17)]))])
}

function nodeOf(operator: string, inputs: readonly string[], output: string): Uint8Array {
  return join([...inputs.map((name) => text(1, name)), text(2, output), text(4, operator)])
}

function tensorOf(name: string, dims: readonly number[], data: Float32Array): Uint8Array {
  return join([
    ...dims.map((dim) => whole(1, dim)),
    whole(2, 1),
    text(8, name),
    bytes(9, new Uint8Array(data.buffer)),
  ])
}

function valueOf(name: string, width: number): Uint8Array {
  const shape = join([bytes(1, text(2, 'batch')), bytes(1, whole(1, width))])
  return join([text(1, name), bytes(2, bytes(1, join([whole(1, 1), bytes(2, shape)])))])
}

function whole(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field << 3), ...varint(value)])
}

function text(field: number, value: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(value))
}

function bytes(field: number, value: Uint8Array): Uint8Array {
  return join([Uint8Array.from([...varint((field << 3) | 2), ...varint(value.length)]), value])
}

function varint(value: number): number[] {
  const digits: number[] = []
  let rest = value
  while (rest >= 128) {
    digits.push((rest & 127) | 128)
    rest = Math.floor(rest / 128)
  }
  return [...digits, rest]
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
