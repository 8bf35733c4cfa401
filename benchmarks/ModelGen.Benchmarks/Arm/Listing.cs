using System.Text.RegularExpressions;

namespace ModelGen.Benchmarks.Arm;

/// <summary>The instructions of one method, as the just-in-time compiler lists them.</summary>
/// <param name="Method">Type and method: <c>Digits+Kernels128:Contract1</c>.</param>
/// <param name="Instructions">The instructions in order.</param>
/// <param name="Loops">The loops: the first and the last instruction of each.</param>
internal sealed partial record Listing(string Method, IReadOnlyList<Instruction> Instructions, IReadOnlyList<(int First, int Last)> Loops)
{
    /// <summary>The loops that have no loop in them.</summary>
    public IEnumerable<IReadOnlyList<Instruction>> InnermostLoops => Loops
        .Where(loop => !Loops.Any(other => other != loop && other.First >= loop.First && other.Last <= loop.Last))
        .Select(loop => (IReadOnlyList<Instruction>)[.. Instructions.Skip(loop.First).Take(loop.Last - loop.First + 1)]);

    /// <summary>How many instructions within loops call something.</summary>
    public int CallsInLoops => Instructions
        .Where((instruction, i) => instruction.IsCall && Loops.Any(loop => loop.First <= i && i <= loop.Last))
        .Count();

    /// <summary>Reads the text that <c>JitDisasm</c> gives for many methods.</summary>
    public static IReadOnlyList<Listing> Parse(string text) =>
        [.. MethodStart().Split(text).Skip(1).Select(ParseMethod)];

    private static Listing ParseMethod(string text)
    {
        string[] lines = text.Split('\n');
        List<Instruction> instructions = [];
        Dictionary<string, int> labels = new(StringComparer.Ordinal);
        List<(int First, int Last)> loops = [];
        foreach (string line in lines.Skip(1))
        {
            if (Label().Match(line) is { Success: true } label)
            {
                labels[label.Groups[1].Value] = instructions.Count;
            }
            else if (Code().Match(line) is { Success: true } code)
            {
                Instruction instruction = new(code.Groups[1].Value, code.Groups[2].Value.Trim());

                // A jump to a label that has been seen goes back. Jumps to later ones name labels still unknown.
                if (instruction.Target is { } target && labels.TryGetValue(target, out int first)) loops.Add((first, instructions.Count));
                instructions.Add(instruction);
            }
        }

        return new Listing(lines[0][..lines[0].IndexOf('(', StringComparison.Ordinal)], instructions, loops);
    }

    [GeneratedRegex("^; Assembly listing for method ", RegexOptions.Multiline)]
    private static partial Regex MethodStart();

    [GeneratedRegex(@"^(G_M\w+):")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\s+([a-z][\w.]*)(?:\s+(.*))?$")]
    private static partial Regex Code();
}

/// <summary>An instruction of Arm64.</summary>
/// <param name="Name">What it does: <c>fmla</c>.</param>
/// <param name="Operands">With what: <c>v16.4s, v9.4s, v8.4s</c>.</param>
internal sealed partial record Instruction(string Name, string Operands)
{
    /// <summary>Whether it is a fused multiply-add of four floats.</summary>
    public bool IsProduct => Name == "fmla" && FullVector().IsMatch(Operands);

    /// <summary>Whether it calls a method.</summary>
    public bool IsCall => Name is "bl" or "blr";

    /// <summary>Whether it saves a whole vector on the stack, or takes it back.</summary>
    public bool IsSpill => Name is "ldr" or "str" or "ldp" or "stp" && Stack().IsMatch(Operands);

    /// <summary>The label it jumps to, or null if it does not jump.</summary>
    public string? Target =>
        IsCall ? null
        : JumpTarget().Match(Name + " " + Operands) is { Success: true } jump ? jump.Groups[1].Value
        : null;

    [GeneratedRegex(@"^v\d+\.4s,")]
    private static partial Regex FullVector();

    [GeneratedRegex(@"^q.*\[(sp|fp)")]
    private static partial Regex Stack();

    [GeneratedRegex(@"^(?:b\w*|cbn?z|tbn?z) .*?(G_M\w+)")]
    private static partial Regex JumpTarget();
}
