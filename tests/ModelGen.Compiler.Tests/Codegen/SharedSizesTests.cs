using System.Text.RegularExpressions;
using ModelGen.Compiler.Codegen.Programs;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Codegen;

/// <summary>Kernels that differ in whole numbers only become one text with parameters.</summary>
public sealed class SharedSizesTests
{
    [Fact]
    public void Numbers_that_stand_alone_are_taken_out()
    {
        (string form, long[] numbers) = SharedSizes.Split(
            "for (nint q_2 = 0; q_2 < 64; q_2++) a1 = Vector512.Create(1E-05f) * 0.5f + x[(k * -16) + 7] - 3u - 2;");

        Assert.Equal("for (nint q_2 = #; q_2 < #; q_2++) a1 = Vector512.Create(1E-05f) * 0.5f + x[(k * #) + #] - 3u - #;", form);
        Assert.Equal([0, 64, -16, 7, 2], numbers);
    }

    [Fact]
    public void What_is_a_multiple_or_a_sum_of_a_size_is_written_so()
    {
        string[] texts =
        [
            "for (nint k = 0; k < 64; k++) x(k * 3136, k + 1024, k + 64, 16);",
            "for (nint k = 0; k < 128; k++) x(k * 784, k + 2048, k + 128, 16);",
            "for (nint k = 0; k < 256; k++) x(k * 196, k + 4096, k + 256, 16);",
        ];
        SharedSizes sizes = SharedSizes.Of(texts.Select(text => SharedSizes.Split(text).Numbers).ToArray())!;

        Assert.Equal("for (nint k = 0; k < size1; k++) x(k * size2, k + (size1 * 16), k + size1, 16);", sizes.Fill(texts[0]));
        Assert.Equal(["size1", "size2"], sizes.Names);
        Assert.Equal(["128", "784"], sizes.Arguments(1));
    }

    [Fact]
    public void A_number_may_follow_from_two_sizes()
    {
        long[][] kernels = [[3, 5, (2 * 3) - (7 * 5) + 11], [4, 9, (2 * 4) - (7 * 9) + 11], [8, 6, (2 * 8) - (7 * 6) + 11]];
        SharedSizes sizes = SharedSizes.Of(kernels)!;

        Assert.Equal("f(size1, size2, ((size1 * 2) + (size2 * -7) + 11))", sizes.Fill("f(3, 5, -18)"));
    }

    [Fact]
    public void One_kernel_or_too_many_sizes_have_nothing_to_share()
    {
        Assert.Null(SharedSizes.Of([[1, 2, 3]]));
        Random random = new(1);
        long[][] kernels = [.. Enumerable.Range(0, 12).Select(_ => Enumerable.Range(0, 9).Select(_ => (long)random.Next(1000)).ToArray())];
        Assert.Null(SharedSizes.Of(kernels));
        Assert.NotNull(SharedSizes.Of(kernels.Select(numbers => numbers[..8]).ToArray()));
    }

    /// <summary>With a kernel's arguments put in, the shared text says the same numbers as the kernel's own.</summary>
    [Fact]
    public void Arguments_give_each_kernel_its_numbers_back()
    {
        Random random = new(TestSeed.Value);
        int shares = 0;
        for (int model = 0; model < 200; model++)
        {
            int count = random.Next(2, 6),
                bases = random.Next(1, 4),
                length = random.Next(1, 20);
            long[][] known =
            [
                .. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, bases).Select(_ => (long)random.Next(1, 600)).ToArray()),
            ];
            (int Base, long Factor, long Summand)[] rules =
            [
                .. Enumerable.Range(0, length).Select(_ => (random.Next(bases), (long)random.Next(-3, 20), (long)random.Next(-50, 50))),
            ];
            long[][] kernels = [.. known.Select(sizes => rules.Select(rule => (rule.Factor * sizes[rule.Base]) + rule.Summand).ToArray())];
            if (SharedSizes.Of(kernels) is not { } shared) continue;
            shares++;
            string text = shared.Fill(string.Join(" ; ", kernels[0]));
            for (int k = 0; k < count; k++)
            {
                string[] arguments = [.. shared.Arguments(k)];
                string filled = Regex.Replace(
                    text,
                    @"size(\d+)",
                    match => arguments[int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) - 1]);
                Assert.True(kernels[k].SequenceEqual(filled.Split(" ; ").Select(Value)), $"{TestSeed.Text}, model {model}: {text}");
            }
        }

        Assert.True(shares > 100, $"{TestSeed.Text}: only {shares} of 200 lists of kernels had anything to share");
    }

    /// <summary>Sums of products, in parentheses or not.</summary>
    private static long Value(string expression) =>
        expression
            .Trim('(', ')')
            .Split(" + ")
            .Sum(term =>
                term.Trim('(', ')')
                    .Split(" * ")
                    .Aggregate(1L, (product, factor) => product * long.Parse(factor, System.Globalization.CultureInfo.InvariantCulture)));
}
