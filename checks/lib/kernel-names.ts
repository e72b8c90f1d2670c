// SPDX-License-Identifier: GPL-2.0-only

/** Names that the kernel's own headers define and no exported one does. */
export const KERNEL_NAMES =
  /(?<![\w#"])(?:[us](?:8|16|32|64)|(?:BIT|GENMASK)(?:_ULL|_U\d+)?|cpu_to_[lb]e(?:16|32|64)|[lb]e(?:16|32|64)_to_cpu|FIELD_(?:PREP|GET)|BITS_PER_(?:LONG|BYTE)|ARRAY_SIZE|DIV_ROUND_UP|IS_ENABLED|sizeof_field|struct_size|(?:phys|dma)_addr_t|resource_size_t|sector_t|ktime_t|time64_t|umode_t|gfp_t|atomic(?:64)?_t|spinlock_t|cpumask_t|refcount_t|struct_group(?:_attr|_tagged)?|DECLARE_FLEX_ARRAY|__nonstring|__counted_by_ptr|READ_ONCE|WRITE_ONCE|BUILD_BUG_ON|__must_check|__maybe_unused|__init)(?!\w)/g;

/** `__u8 u8;`, `.u32`, `->s64`: a member may be called so. */
export function isMember(code: string, name: string): boolean {
  return new RegExp(
    String.raw`[\w\]*]\s+\*?${name}\s*(\[[^\]]*\])?\s*[;,:]|(\.|->)\s*${name}\b|\b${name}\s*:`,
  ).test(code);
}

/** A configuration option in code that userspace compiles: it has none. */
export const CONFIG_OPTION = /\bCONFIG_[A-Z0-9]\w*/g;

/**
 * A header's code as userspace gets it: what stands in `#ifdef __KERNEL__` is blanked, as headers_install drops it.
 * As long as the text.
 */
export function exportedCode(text: string): string {
  const stack: (boolean | 'users')[] = [];
  return text
    .split('\n')
    .map((line) => {
      const directive = /^\s*#\s*(ifdef|ifndef|if|else|elif|endif)\b\s*(.*)/.exec(line);
      const hidden = stack.includes(true);
      if (!directive) return hidden ? ' '.repeat(line.length) : line;
      const [, word = '', condition = ''] = directive;
      if (word === 'endif') stack.pop();
      else if (word === 'else') {
        // The other branch of `#ifndef __KERNEL__` is the kernel's.
        stack.push(stack.pop() === 'users');
      } else if (word === 'elif') {
        stack.pop();
        stack.push(kernelOnly('if', condition));
      } else stack.push(kernelOnly(word, condition));
      // `#if defined(__KERNEL__) && defined(CONFIG_X)` asks userspace nothing either.
      return stack.at(-1) === true && /if$/.test(word) ? blanked(line, word) : line;
    })
    .join('\n');
}

function blanked(line: string, word: string): string {
  const from = line.indexOf(word) + word.length;
  return line.slice(0, from) + ' '.repeat(line.length - from);
}

/** Whether a branch is the kernel's alone; `users` where the other one is. */
function kernelOnly(word: string, condition: string): boolean | 'users' {
  if (word === 'ifdef') return /^__KERNEL__\b/.test(condition);
  if (word === 'ifndef') return /^__KERNEL__\b/.test(condition) && 'users';
  if (/^!\s*defined\s*\(?\s*__KERNEL__\b[^|&]*$/.test(condition)) return 'users';
  return /^defined __KERNEL__\b[^|]*$/.test(flat(condition));
}

/** A condition without what stands in its inner parentheses, since an `||` there is under the `&&` around it. */
function flat(condition: string): string {
  let text = condition
    .replace(/\bdefined\s*\(\s*(\w+)\s*\)/g, 'defined $1')
    .replace(/\s+/g, ' ')
    .trim();
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/(.)\([^()]*\)/g, '$1');
  }
  return text.replace(/^\((.*)\)$/, '$1').trim();
}
