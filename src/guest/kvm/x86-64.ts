// SPDX-License-Identifier: GPL-2.0-only

/**
 * What the probe runs on x86-64 (see rom.ts for the form): from the reset vector into long mode, through what kernels
 * do all the time, then 2^20 rounds in memory. It says `yes` on the first serial port, or `bad` where the CPU does
 * something else than it should (Intel SDM volume 3, chapters 5 and 11; AMD APM volume 2, chapter 14).
 *
 * Linked at 0x8000, where it copies itself.
 */
export const X86_64 = String.raw`
# The reset stub copies the last 4K of the ROM to RAM and goes on there.
                                 .code16
fa                      start:   cli
fc                               cld
31c0                             xorw %ax, %ax
8ed8                             movw %ax, %ds
8ec0                             movw %ax, %es
8ed0                             movw %ax, %ss
be00f0                           movw $0xf000, %si
bf0080                           movw $0x8000, %di
b90004                           movw $0x400, %cx
2e66f3a5                         rep movsl %cs:(%si), %es:(%di)
ea1c800000                       ljmpw $0, $ram

# A table a level from 0x1000 on: 16M in pages of 2M, which user mode may use too.
bf0010                  ram:     movw $0x1000, %di
b90018                           movw $0x1800, %cx
f3ab                             rep stosw
66c706001007200000               movl $0x2007, 0x1000
66c706002007300000               movl $0x3007, 0x2000
66b887000000                     movl $0x87, %eax
bf0030                           movw $0x3000, %di
668905                  page:    movl %eax, (%di)
660500002000                     addl $0x200000, %eax
83c708                           addw $8, %di
81ff4030                         cmpw $0x3040, %di
75ee                             jne page

# Long mode: CR4 has PAE, OSFXSR and OSXMMEXCPT; EFER has LME and SCE; CR0 has PG, MP, ET and PE.
660f01167b82                     lgdtl gdtr
66b820060000                     movl $0x620, %eax
0f22e0                           movl %eax, %cr4
66b800100000                     movl $0x1000, %eax
0f22d8                           movl %eax, %cr3
66b9800000c0                     movl $0xc0000080, %ecx
0f32                             rdmsr
660d01010000                     orl $0x101, %eax
0f30                             wrmsr
66b813000080                     movl $0x80000013, %eax
0f22c0                           movl %eax, %cr0
ea87800800                       ljmpw $8, $long
                                 .code64
b810000000              long:    movl $0x10, %eax
8ed8                             movl %eax, %ds
8ec0                             movl %eax, %es
8ed0                             movl %eax, %ss
bc00800000                       movl $0x8000, %esp

# A breakpoint goes through the IDT and comes back.
66c70425304000006f82             movw $trap, 0x4030
c70425324000000800008e           movl $0x8e000008, 0x4032
0f011c2581820000                 lidt idtr
31db                             xorl %ebx, %ebx
cc                               int3
83fb01                           cmpl $1, %ebx
0f8591010000                     jne wrong

# GS_BASE and KERNEL_GS_BASE, and their exchange.
b9010100c0                       movl $0xc0000101, %ecx
b800600000                       movl $0x6000, %eax
31d2                             xorl %edx, %edx
0f30                             wrmsr
ffc1                             incl %ecx
b800610000                       movl $0x6100, %eax
0f30                             wrmsr
0f01f8                           swapgs
65c604250000000003               movb $3, %gs:0
0f01f8                           swapgs
803c250061000003                 cmpb $3, 0x6100
0f855d010000                     jne wrong

# STAR and LSTAR; then to user mode, and back by a system call.
b9810000c0                       movl $0xc0000081, %ecx
31c0                             xorl %eax, %eax
ba08001000                       movl $0x100008, %edx
0f30                             wrmsr
ffc1                             incl %ecx
b826810000                       movl $call, %eax
31d2                             xorl %edx, %edx
0f30                             wrmsr
6a1b                             pushq $0x1b
6800780000                       pushq $0x7800
6a02                             pushq $2
6a23                             pushq $0x23
681f810000                       pushq $user
48cf                             iretq
0f05                    user:    syscall
e92b010000                       jmp wrong
81f921810000            call:    cmpl $user + 2, %ecx
0f851f010000                     jne wrong
bc00800000                       movl $0x8000, %esp

# What any kernel uses all the time.
0f20d8                           movq %cr3, %rax
0f22d8                           movq %rax, %cr3
0f013c2500006000                 invlpg 0x600000
668cc8                           movw %cs, %ax
0f31                             rdtsc
0fae042500620000                 fxsave 0x6200
bf00600000                       movl $0x6000, %edi
f0480fc107                       lock xaddq %rax, (%rdi)
b940000000                       movl $0x40, %ecx
f3aa                             rep stosb

# What it uses where CPUID announces it: cmpxchg16b, popcnt and xsave by leaf 1 ...
b801000000                       movl $1, %eax
0fa2                             cpuid
4189c8                           movl %ecx, %r8d
410fbae00d                       btl $13, %r8d
732b                             jnc popcnt
bf00620000                       movl $0x6200, %edi
488b07                           movq (%rdi), %rax
488b5708                         movq 8(%rdi), %rdx
bb01000000                       movl $1, %ebx
b902000000                       movl $2, %ecx
f0480fc70f                       lock cmpxchg16b (%rdi)
0f85bc000000                     jne wrong
837f0802                         cmpl $2, 8(%rdi)
0f85b2000000                     jne wrong
410fbae017              popcnt:  btl $23, %r8d
7305                             jnc xsave
f3480fb8ff                       popcntq %rdi, %rdi
410fbae01a              xsave:   btl $26, %r8d
7324                             jnc more
0f20e0                           movq %cr4, %rax
480fbae812                       btsq $18, %rax
0f22e0                           movq %rax, %cr4
31c9                             xorl %ecx, %ecx
31d2                             xorl %edx, %edx
b803000000                       movl $3, %eax
0f01d1                           xsetbv
bf00640000                       movl $0x6400, %edi
480fae27                         xsave64 (%rdi)
480fae2f                         xrstor64 (%rdi)

# ... fsgsbase and smap by leaf 7, rdtscp by leaf 0x80000001.
31c0                    more:    xorl %eax, %eax
0fa2                             cpuid
83f807                           cmpl $7, %eax
7230                             jb rdtscp
b807000000                       movl $7, %eax
31c9                             xorl %ecx, %ecx
0fa2                             cpuid
0fbae300                         btl $0, %ebx
7315                             jnc smap
0f20e0                           movq %cr4, %rax
480fbae810                       btsq $16, %rax
0f22e0                           movq %rax, %cr4
f3480faec8                       rdgsbase %rax
f3480faed8                       wrgsbase %rax
0fbae314                smap:    btl $20, %ebx
7306                             jnc rdtscp
0f01cb                           stac
0f01ca                           clac
b801000080              rdtscp:  movl $0x80000001, %eax
0fa2                             cpuid
0fbae21b                         btl $27, %edx
7303                             jnc rounds
0f01f9                           rdtscp

# 2^20 rounds over the 4M from 4M on: another page each time, a locked addition, a call, a stack.
b900001000              rounds:  movl $0x100000, %ecx
bf00004000                       movl $0x400000, %edi
89f8                    round:   movl %edi, %eax
0540100000                       addl $0x1040, %eax
25f8ff7f00                       andl $0x7ffff8, %eax
0d00004000                       orl $0x400000, %eax
89c7                             movl %eax, %edi
f048010f                         lock addq %rcx, (%rdi)
e824000000                       call touch
83e901                           subl $1, %ecx
75df                             jne round

# The answer goes to the first serial port; a write to isa-debug-exit ends QEMU.
be73820000                       movl $yes, %esi
eb05                             jmp say
be77820000              wrong:   movl $bad, %esi
b904000000              say:     movl $4, %ecx
66baf803                         movw $0x3f8, %dx
f36e                             rep outsb
66baf400                         movw $0xf4, %dx
ee                               outb %al, %dx
f4                      stay:    hlt
ebfd                             jmp stay

51                      touch:   pushq %rcx
488b07                           movq (%rdi), %rax
59                               popq %rcx
c3                               ret
ffc3                    trap:    incl %ebx
48cf                             iretq

7965730a                yes:     .ascii "yes\n"
6261640a                bad:     .ascii "bad\n"
2700                    gdtr:    .word 0x27
8b820000                         .long gdt
3f00                    idtr:    .word 0x3f
0040000000000000                 .quad 0x4000
# Nothing; kernel code and data; user data and code, in the order that STAR wants.
0000000000000000        gdt:     .quad 0
00000000009a2000                 .quad 0x00209a0000000000
0000000000920000                 .quad 0x0000920000000000
0000000000f20000                 .quad 0x0000f20000000000
0000000000fa2000                 .quad 0x0020fa0000000000
`;
