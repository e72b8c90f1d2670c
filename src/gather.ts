// SPDX-License-Identifier: GPL-2.0-only

/** All that an iterable gives, in its order. Array.fromAsync is there from Node 22 on. */
export async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}
