// SPDX-License-Identifier: GPL-2.0-only

/**
 * A function of one object that computes its result once for each object. Objects are told apart by identity, not by
 * what they hold, so only what nobody changes may be given; a result is forgotten with its object. What is thrown is
 * not kept.
 */
export function memo<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    let result = known.get(key);
    if (!result) {
      result = { value: compute(key) };
      known.set(key, result);
    }
    return result.value;
  };
}

/** The same of two objects. */
export function memoPair<A extends object, B extends object, V>(
  compute: (one: A, other: B) => V,
): (one: A, other: B) => V {
  const of = memo((one: A) => memo((other: B) => compute(one, other)));
  return (one, other) => of(one)(other);
}

/** What `make` gives, made when it is first asked for. What is thrown is not kept. */
export function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
