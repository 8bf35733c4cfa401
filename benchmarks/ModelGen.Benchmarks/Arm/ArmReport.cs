using System.Globalization;
using System.Text;
using ModelGen.Benchmarks.Reporting;

namespace ModelGen.Benchmarks.Arm;

/// <summary>What the Arm code of kernels is made of; written as JSON as it is.</summary>
/// <param name="Loops">The innermost loops that multiply and add.</param>
/// <param name="Problems">What should not be.</param>
internal sealed record ArmReport(IReadOnlyList<ProductLoop> Loops, IReadOnlyList<string> Problems)
{
    /// <summary>Looks at the products of some models.</summary>
    /// <param name="listings">The code of everything.</param>
    /// <param name="models">The names of the classes.</param>
    public static ArmReport Of(IReadOnlyList<Listing> listings, IReadOnlyList<string> models)
    {
        List<ProductLoop> loops = [];
        List<string> problems = [];
        foreach (string model in models)
        {
            Listing[] products =
            [
                .. listings.Where(listing => listing.Method.Contains($".{model}+Kernels128:Contract", StringComparison.Ordinal)),
            ];
            if (products.Length == 0)
                problems.Add($"{model} has no kernel 'Contract' of 128 bits in the listing.");
            foreach (Listing listing in products)
            {
                string kernel = listing.Method[(listing.Method.IndexOf(':', StringComparison.Ordinal) + 1)..];
                ProductLoop[] own =
                [
                    .. listing.InnermostLoops.Where(loop => loop.Any(i => i.IsProduct)).Select(loop => ProductLoop.Of(model, kernel, loop)),
                ];
                loops.AddRange(own);
                if (own.Length == 0)
                    problems.Add($"{model}.{kernel} has no loop with fmla on full vectors.");
                if (listing.CallsInLoops > 0)
                    problems.Add($"{model}.{kernel} has {listing.CallsInLoops} calls inside loops.");
                problems.AddRange(
                    own.Where(loop => loop.Spills > 0)
                        .Select(loop =>
                            $"{model}.{kernel} has a loop of {loop.Products} fmla that moves {loop.Spills} times between registers and the "
                                + "stack."));
            }
        }

        return new ArmReport(loops, problems);
    }

    /// <summary>The loops as a table.</summary>
    public TextTable Table() =>
        new(
            ["<model", "<kernel", "instructions", "fmla", "of them", "loads", "dup", "address and loop", "spills"],
            [
                .. Loops.Select(loop =>
                    (IReadOnlyList<string>)
                        [
                            loop.Model,
                            loop.Kernel,
                            Number(loop.Instructions),
                            Number(loop.Products),
                            ((double)loop.Products / loop.Instructions).ToString("P0", CultureInfo.InvariantCulture),
                            Number(loop.Loads),
                            Number(loop.Duplicates),
                            Number(loop.Instructions - loop.Products - loop.Loads - loop.Duplicates),
                            Number(loop.Spills),
                        ]),
            ]);

    /// <summary>The table and the problems as Markdown.</summary>
    public string Markdown()
    {
        StringBuilder text = new(Table().ToMarkdown());
        text.Append('\n').Append(Problems.Count == 0 ? "All loops use full vectors, call nothing and keep their sums in registers.\n" : "");
        foreach (string problem in Problems) text.Append("- ").Append(problem).Append('\n');
        return text.ToString();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An innermost loop of a product, in instructions.</summary>
/// <param name="Model">The class.</param>
/// <param name="Kernel">The method.</param>
/// <param name="Instructions">All of them.</param>
/// <param name="Products">Fused multiply-adds of four floats.</param>
/// <param name="Loads">Loads.</param>
/// <param name="Duplicates">Those that copy one float into all four lanes.</param>
/// <param name="Spills">Whole vectors that go to the stack or come from there.</param>
internal sealed record ProductLoop(string Model, string Kernel, int Instructions, int Products, int Loads, int Duplicates, int Spills)
{
    /// <summary>Counts a loop.</summary>
    public static ProductLoop Of(string model, string kernel, IReadOnlyList<Instruction> loop) =>
        new(
            model,
            kernel,
            loop.Count,
            loop.Count(i => i.IsProduct),
            loop.Count(i => i.Name is "ldr" or "ldp"),
            loop.Count(i => i.Name == "dup"),
            loop.Count(i => i.IsSpill));
}
