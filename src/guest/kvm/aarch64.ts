// SPDX-License-Identifier: GPL-2.0-only

/**
 * What the probe runs on arm64 (see rom.ts for the form): EL1, first without and then with the MMU, since exclusive
 * accesses are defined for ordinary memory only (Arm ARM, B2.9); what kernels do all the time; 2^20 rounds in memory.
 * It says `yes` on the PL011 of QEMU's virt machine, or `bad` where the CPU does something else than it should.
 *
 * Linked at 0, where the machine has its first flash.
 */
export const AARCH64 = String.raw`
                                 .arch armv8-a+lse
# RAM begins at 1G. Its first page is the table of the level of 1G, the second that of 2M below 1G.
1400a8d2                start:   mov x20, #0x40000000
95064091                         add x21, x20, #0x1000
e00314aa                         mov x0, x20
1f7c81a8                zero:    stp xzr, xzr, [x0], #16
1f3040f2                         tst x0, #0x1fff
c1ffff54                         b.ne zero
a00640b2                         orr x0, x21, #3
800200f9                         str x0, [x20]
# Of 1G and up: memory.
a0e080d2                         mov x0, #0x705
0000a8f2                         movk x0, #0x4000, lsl #16
800600f9                         str x0, [x20, #8]
# The ROM: memory to be read and executed, by user mode too.
a0f880d2                         mov x0, #0x7c5
a00200f9                         str x0, [x21]
# The PL011: a device, not to be executed.
208080d2                         mov x0, #0x401
0020a1f2                         movk x0, #0x0900, lsl #16
000ce0f2                         movk x0, #0x60, lsl #48
a02201f9                         str x0, [x21, #576]
# The caches may have older lines of both: the tables were written past them.
9f3f03d5                         dsb sy
e00314aa                         mov x0, x20
207608d5                clean:   dc ivac, x0
00400091                         add x0, x0, #16
1f3040f2                         tst x0, #0x1fff
a1ffff54                         b.ne clean
9f3f03d5                         dsb sy

# Attribute 0 is a device's, 1 is memory's; 39 bits of addresses, pages of 4K; then the MMU and the caches go on.
00e09fd2                         mov x0, #0xff00
00a218d5                         msr mair_el1, x0
20a386d2                         mov x0, #0x3519
0010a0f2                         movk x0, #0x0080, lsl #16
402018d5                         msr tcr_el1, x0
142018d5                         msr ttbr0_el1, x20
403c0010                         adr x0, vectors
00c018d5                         msr vbar_el1, x0
0006a0d2                         mov x0, #0x300000
401018d5                         msr cpacr_el1, x0
df3f03d5                         isb
1f8708d5                         tlbi vmalle1
1f7508d5                         ic iallu
9f3703d5                         dsb nsh
df3f03d5                         isb
001038d5                         mrs x0, sctlr_el1
a10082d2                         mov x1, #0x1005
000001aa                         orr x0, x0, x1
001018d5                         msr sctlr_el1, x0
df3f03d5                         isb
96124091                         add x22, x20, #0x4000
df020091                         mov sp, x22

# An exception and its return; then to user mode, and back by a system call.
130080d2                         mov x19, #0
010000d4                         svc #0
7f0600f1                         cmp x19, #1
81070054                         b.ne wrong
a0000010                         adr x0, user
204018d5                         msr elr_el1, x0
007880d2                         mov x0, #0x3c0
004018d5                         msr spsr_el1, x0
e0039fd6                         eret
010000d4                user:    svc #0
35000014                         b wrong

# What any kernel uses all the time.
96d018d5                back:    msr tpidr_el1, x22
40e03bd5                         mrs x0, cntvct_el0
167808d5                         at s1e1r, x22
df3f03d5                         isb
007438d5                         mrs x0, par_el1
e0050037                         tbnz x0, #0, wrong
367e0bd5                         dc civac, x22
9f3b03d5                         dsb ish
1f8308d5                         tlbi vmalle1is
9f3b03d5                         dsb ish
df3f03d5                         isb
c00600ad                         stp q0, q1, [x22]
c20e40ad                         ldp q2, q3, [x22]
e0003bd5                         mrs x0, dczid_el0
40002037                         tbnz x0, #4, pair
36740bd5                         dc zva, x22

# Exclusive pairs, and casp where the CPU announces it (Atomic of ID_AA64ISAR0_EL1).
c0867fc8                pair:    ldaxp x0, x1, [x22]
220080d2                         mov x2, #1
430080d2                         mov x3, #2
c28e24c8                         stlxp w4, x2, x3, [x22]
84ffff35                         cbnz w4, pair
c00640f9                         ldr x0, [x22, #8]
1f0800f1                         cmp x0, #2
a1030054                         b.ne wrong
000638d5                         mrs x0, id_aa64isar0_el1
005c54d3                         ubfx x0, x0, #20, #4
1f0800f1                         cmp x0, #2
23010054                         b.lo rounds
200080d2                         mov x0, #1
410080d2                         mov x1, #2
620080d2                         mov x2, #3
830080d2                         mov x3, #4
c2fe6048                         caspal x0, x1, x2, x3, [x22]
c00640f9                         ldr x0, [x22, #8]
1f1000f1                         cmp x0, #4
21020054                         b.ne wrong

# 2^20 rounds over 8M: another page each time, an exclusive addition, a call, a stack.
0902a0d2                rounds:  mov x9, #0x100000
8a026091                         add x10, x20, #0x800000
eb030aaa                         mov x11, x10
6b010191                round:   add x11, x11, #0x40
6b054091                         add x11, x11, #0x1, lsl #12
6b594092                         and x11, x11, #0x7fffff
6b010aaa                         orr x11, x11, x10
607d5fc8                more:    ldxr x0, [x11]
0000098b                         add x0, x0, x9
607d01c8                         stxr w1, x0, [x11]
a1ffff35                         cbnz w1, more
13000094                         bl touch
290500f1                         subs x9, x9, #1
c1feff54                         b.ne round

# The answer goes to the PL011; PSCI's SYSTEM_OFF ends QEMU.
80020010                         adr x0, yes
02000014                         b say
60020010                wrong:   adr x0, bad
0120a1d2                say:     mov x1, #0x09000000
22608052                         mov w2, #0x301
223000b9                         str w2, [x1, #0x30]
830080d2                         mov x3, #4
02144038                byte:    ldrb w2, [x0], #1
220000b9                         str w2, [x1]
630400f1                         subs x3, x3, #1
a1ffff54                         b.ne byte
00018052                         mov w0, #0x0008
0080b072                         movk w0, #0x8400, lsl #16
020000d4                         hvc #0
7f2003d5                stay:    wfi
ffffff17                         b stay

fd7bbfa9                touch:   stp x29, x30, [sp, #-16]!
600140f9                         ldr x0, [x11]
fd7bc1a8                         ldp x29, x30, [sp], #16
c0035fd6                         ret

7965730a                yes:     .ascii "yes\n"
6261640a                bad:     .ascii "bad\n"
                                 .org 0x800
# Vectors: of the current level, then of the lower one.
                        vectors:
79feff17                         b stay
                                 .org 0xa00
73060091                         add x19, x19, #1
e0039fd6                         eret
                                 .org 0xc00
39fdff17                         b back
                                 .org 0x1000
`;
