using ModelGen.Benchmarks.Arm;

namespace ModelGen.Benchmarks.Tests;

/// <summary>What is read from the listings of the just-in-time compiler.</summary>
public class ListingTests
{
    private const string Text = """
        ; Assembly listing for method My.Net+Kernels128:Contract1(byref,byref,nint) (FullOpts)
        ; Emitting BLENDED_CODE for generic ARM64 on Unix

        G_M000_IG01:                ;; offset=0x0000
                    stp     fp, lr, [sp, #-0x10]!
                    str     q8, [fp, #0x20]

        G_M000_IG02:                ;; offset=0x0008
                    cmp     x1, #4
                    bge     G_M000_IG05

        G_M000_IG03:                ;; offset=0x0010
                    ldr     s8, [x0, x13]
                    dup     v8.4s, v8.s[0]
                    ldr     q9, [x1, x14]
                    fmla    v16.4s, v9.4s, v8.4s
                    fmla    s17, s9, v8.s[0]
                    str     q16, [sp, #0x30]
                    add     x10, x10, #1
                    cmp     x10, #784
                    blt     G_M000_IG03

        G_M000_IG04:                ;; offset=0x0040
                    bl      Exp(System.Runtime.Intrinsics.Vector128`1[float])
                    cbnz    x3, G_M000_IG02

        G_M000_IG05:                ;; offset=0x0050
                    bl      Last()
                    ret     lr

        ; Total bytes of code 84

        ; Assembly listing for method My.Net+Kernels128:Map1(byref,nint) (FullOpts)
        G_M000_IG01:                ;; offset=0x0000
                    ret     lr
        """;

    [Fact]
    public void Loops_calls_and_instructions_are_found()
    {
        IReadOnlyList<Listing> listings = Listing.Parse(Text);

        Assert.Equal(["My.Net+Kernels128:Contract1", "My.Net+Kernels128:Map1"], listings.Select(listing => listing.Method));
        Assert.Equal([(4, 12), (2, 14)], listings[0].Loops);
        Assert.Equal(1, listings[0].CallsInLoops);
        Assert.Equal(9, Assert.Single(listings[0].InnermostLoops).Count);
        Assert.Empty(listings[1].Loops);
    }

    [Fact]
    public void The_report_names_calls_spills_and_what_is_missing()
    {
        ArmReport report = ArmReport.Of(Listing.Parse(Text), ["Net", "Other"]);

        // The multiply-add of one float is none of full vectors, and what is saved outside of loops does not count.
        Assert.Equal(new ProductLoop("Net", "Contract1", 9, 1, 2, 1, 1), Assert.Single(report.Loops));
        Assert.Equal(
            [
                "Net.Contract1 has 1 calls inside loops.",
                "Net.Contract1 has a loop of 1 fmla that moves 1 times between registers and the stack.",
                "Other has no kernel 'Contract' of 128 bits in the listing.",
            ],
            report.Problems);
    }
}
