// Long because it says the same thing many times, on purpose: see `writerFor`.

/** An object that is being built. */
export type Row = Record<string, unknown>

/** Writes four values under four names. */
export type Writer = (to: Row, from: readonly unknown[]) => void

/** Four names, and where the value of each is. */
export interface Place {
  readonly keys: readonly string[]
  readonly at: readonly number[]
}

type MakeWriter = (a: string, b: string, c: string, d: string, at: readonly number[]) => Writer

/**
 * Makes a function that writes four values under names known only at run time.
 *
 * An engine learns which names and shapes each function of the source meets; one function for all names has
 * to look every name up, at 8 ns a value. Code made for the names would need `new Function`, which edge
 * runtimes forbid. So here is the same function many times over: whoever asks gets a copy not yet taken, and
 * with it 1 ns a value. When all are taken (by some 40 schemas of three fields, or 13 of ten), the rest share
 * the last one, and are slower, not wrong.
 */
export function writerFor({ keys, at }: Place): Writer {
  const make = makers[Math.min(taken++, makers.length - 1)] as MakeWriter
  const [a, b, c, d] = keys as [string, string, string, string]
  return make(a, b, c, d, at)
}

let taken = 0

const makers: readonly MakeWriter[] = [
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
  (a, b, c, d, at) => {
    const [i, j, k, l] = at as [number, number, number, number]
    return (to, from) => {
      to[a] = from[i]
      to[b] = from[j]
      to[c] = from[k]
      to[d] = from[l]
    }
  },
]
