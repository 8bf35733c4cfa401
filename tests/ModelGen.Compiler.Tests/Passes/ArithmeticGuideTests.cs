using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Ops;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Passes;

/// <summary><c>docs/guide/arithmetic.md</c> says what the passes decide: its table of sums and the formulas of its losses.</summary>
public sealed partial class ArithmeticGuideTests
{
    private static readonly string Guide = Path.GetFullPath(Path.Combine(TestFolder(), "../../../docs/guide/arithmetic.md"));

    /// <summary>A page that says something else is written anew beside it, as <c>arithmetic.received.md</c>.</summary>
    [Fact]
    public void Every_sum_has_the_order_and_every_loss_the_steps_that_it_says()
    {
        string page = File.ReadAllText(Guide).ReplaceLineEndings("\n");
        Assert.InRange(Row().Count(page), 8, 100);
        Assert.Equal(
            LossTable.All
                .Where(loss => loss is not FunctionLoss)
                .Select(loss => loss.AttributeType.Name.Replace("Attribute", "", StringComparison.Ordinal)),
            Formula().Matches(page).Select(formula => formula.Groups[1].Value));

        string right = Row().Replace(page, row => $"| `{row.Groups[1].Value}` | {Sums(row.Groups[1].Value)} |");
        right = Formula().Replace(right, formula => $"`{formula.Groups[1].Value}`:\n\n```\n{Loss(formula.Groups[1].Value)}```");
        if (right != page) File.WriteAllText(Guide.Replace(".md", ".received.md", StringComparison.Ordinal), right);
        Assert.Equal(right, page);
    }

    /// <summary>The sums of the forward pass, in the order in which they are computed.</summary>
    private static string Sums(string declaration)
    {
        TensorGraph graph = ProgramSet.Fixed(DeclarationText.Model($"[{declaration}, Sgd(1f)]"));
        return string.Join(", ", graph.Nodes.Select(Sum).OfType<string>());
    }

    private static string? Sum(Node node)
    {
        switch (node.Op)
        {
            case ContractOp op:
                IReadOnlyDictionary<char, int> sizes = op.Sizes([.. node.Inputs.Select(i => i.Shape)]);
                return $"a chain of {Text(op.Summed.Select(letter => sizes[letter]))}";
            case ReduceOp op:
                Shape domain = node.Inputs[0].Shape;
                bool isTree = !op.InOrder && op.Axes.Contains(Enumerable.Range(1, domain.Rank - 1).Last(axis => domain[axis] != 1));
                return $"{(op.Kind == ReduceKind.Sum ? "a sum" : "a maximum")} {(isTree ? "as a tree" : "in order")} of "
                    + $"{Text(op.Axes.Select(axis => domain[axis]))}";
            case WindowReduceOp { Kind: ReduceKind.Sum } op:
                return $"a sum in order of {Text(op.Windows.Select(w => w.Size))}";
            default:
                return null;
        }

        static string Text(IEnumerable<int> numbers) => string.Join(" · ", numbers);
    }

    /// <summary>The formula of a loss on an output of three numbers, which is called input.</summary>
    private static string Loss(string loss)
    {
        TensorGraph graph = ProgramSet.Fixed(DeclarationText.Model($"[Input(3), As(\"y\"), Dense(1), From(\"y\"), {loss}, Sgd(1f)]"));
        return GraphPrinter
            .Print(new TensorGraph(graph.Outputs.Where(o => o.Role == OutputRole.Loss)))
            .Replace("input input", "output", StringComparison.Ordinal);
    }

    private static string TestFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"^\| `(Input\(.*)` \|.*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^`(\w+)`:\n\n```\n[^`]*```$", RegexOptions.Multiline)]
    private static partial Regex Formula();
}
