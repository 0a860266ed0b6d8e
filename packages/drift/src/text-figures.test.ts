import { createRandom, murmur3Bytes } from '@plimsoll/stats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textFigures } from './text-figures.ts'
import { learnVocabulary } from './text-vocabulary.ts'
import { foldCode, forEachWord } from './text-words.ts'

/** Hashes of the words of a text. */
function hashes(text: string): number[] {
  const found: number[] = []
  forEachWord(text, (hash) => found.push(hash))
  return found
}

function figures(text: string, words: readonly string[] = []): number[] {
  const out = new Float64Array(3)
  const vocabulary = hashes(words.join(' ')).sort((a, b) => a - b)
  textFigures(text, vocabulary, out)
  return Array.from(out)
}

describe('forEachWord', () => {
  it('gives murmur3 of the UTF-16 bytes of each word in lower case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))
        const words: number[][] = [[]]
        for (const unit of units) {
          if (foldCode(unit) === 0) words.push([])
          else words.at(-1)?.push(unit >= 65 && unit <= 90 ? unit + 32 : unit)
        }
        const bytes = words
          .filter((word) => word.length > 0)
          .map((word) => Uint8Array.from(word.flatMap((unit) => [unit & 0xff, unit >>> 8])))
        expect(hashes(text)).toEqual(bytes.map((word) => murmur3Bytes(word)))
      }),
    )
  })

  it('does not tell ASCII letters by their case, but others', () => {
    expect(hashes('an Apple')[1]).toBe(hashes('aPPLE')[0])
    expect(hashes('É')).not.toEqual(hashes('é'))
  })
})

describe('textFigures', () => {
  it.each([
    ['', [], [0, 0, 0]],
    [' ,.;!?\n', [], [7, 0, 0]],
    ['good', ['good'], [4, 1, 0]],
    ['Good, GOOD and bad', ['good', 'and'], [18, 4, 0.25]],
    ["don't-do_it", ['don', 't', 'do', 'it'], [11, 4, 0]],
    ['naïve «café»', ['naïve'], [12, 2, 0.5]],
    ['日本語、テスト', ['日本語'], [7, 2, 0.5]],
    ['a\u00a0b\u2014c\u3000d', ['a', 'b', 'c', 'd'], [7, 4, 0]],
  ])('measures %j', (text, words, expected) => {
    expect(figures(text, words)).toEqual(expected)
  })

  it('reads words in the first 65 536 code units, and the length of all', () => {
    expect(figures('ab '.repeat(30_000))).toEqual([90_000, 21_846, 1])
  })

  it('counts words as splitting on everything else does', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'Z', '7', ' ', '.', '-', 'é', '\t') }), (text) => {
        const words = text.split(/[^a-z0-9é]+/i).filter((word) => word !== '')
        expect(figures(text)[1]).toBe(words.length)
      }),
    )
  })
})

describe('learnVocabulary', () => {
  it('keeps words that occur in two texts or more, however often in one', () => {
    expect(learnVocabulary(['b a a a', 'b c', 'd d d']).hashes).toEqual(hashes('b'))
  })

  it('keeps at most 256, and leaves all words of the rank out that would not fit', () => {
    const texts = Array.from({ length: 300 }, (_, i) => `w${i} w${i} v${i}`)
    expect(learnVocabulary([...texts, ...texts, 'w0 w1 w2']).hashes).toHaveLength(3)
    expect(learnVocabulary([...texts.slice(0, 128), ...texts.slice(0, 128)]).hashes).toHaveLength(256)
  })

  it('does not depend on the order of the texts', () => {
    const texts = Array.from({ length: 99 }, (_, i) => `a${i % 7} b${i % 11} c${i}`)
    expect(learnVocabulary(texts.toReversed()).hashes).toEqual(learnVocabulary(texts).hashes)
  })

  it('finds its own texts as unknown as new ones of the same kind', () => {
    const random = createRandom('words')
    const draw = (): string =>
      Array.from({ length: 8 }, () => `w${Math.floor(Math.exp(random.next() * 9))}`).join(' ')
    let own = 0
    let live = 0
    let naive = 0
    const out = new Float64Array(3)
    for (let run = 0; run < 20; run++) {
      const texts = Array.from({ length: 300 }, draw)
      const learnt = learnVocabulary(texts)
      for (const text of texts) {
        own += learnt.unknownShare(text)
        textFigures(text, learnt.hashes, out)
        naive += out[2] ?? 0
        textFigures(draw(), learnt.hashes, out)
        live += out[2] ?? 0
      }
    }
    expect(Math.abs(own / live - 1)).toBeLessThan(0.02)
    // Which is what the plain count of the reference is not.
    expect(naive / live).toBeLessThan(0.95)
  })
})
