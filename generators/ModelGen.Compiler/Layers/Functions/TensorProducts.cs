using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>Products of matrices and sums of products in user's functions.</summary>
internal static class TensorProducts
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    /// <summary>
    /// [*, i, k] · [k, j] → [*, i, j], or [*, i, k] · [*, k, j] → [*, i, j]; a vector on the left is a row.
    /// </summary>
    public static Value MatMul(Value a, Value b)
    {
        var (left, right) = (a.Shape.Sample, b.Shape.Sample);
        var shared = right.Length == 2;
        var fits = left.Length >= 1
            && right.Length >= 2
            && left[left.Length - 1] == right[right.Length - 2]
            && (shared || (left.Length == right.Length && left.Take(left.Length - 2).SequenceEqual(right.Take(right.Length - 2))));
        if (!fits)
        {
            throw Misfit(
                $"multiplies matrices of shapes {a.Shape.Display} and {b.Shape.Display}. The last axis of the first is as long as the one "
                    + "before the last of the second; axes in front of these are equal, or the second has none.");
        }

        // The last letters of the left operand are those of rows and of the sum.
        var rows = Letters.Substring(0, left.Length - 1);
        var leading = shared ? "" : rows.Substring(0, Math.Max(0, left.Length - 2));
        return Contract($"{rows}y", $"{leading}yz", $"{rows}z", a, b);
    }

    /// <summary>A sum of products in <c>einsum</c> notation, over the axes of a sample.</summary>
    public static Value Einsum(string equation, Value a, Value b)
    {
        var text = equation.Replace(" ", "");
        var (comma, arrow) = (text.IndexOf(','), text.IndexOf("->", StringComparison.Ordinal));
        if (comma < 0 || arrow < comma) throw Misfit($"has the equation \"{equation}\". Write it as \"ik,kj->ij\".");
        var (left, right, result) = (text.Substring(0, comma), text.Substring(comma + 1, arrow - comma - 1), text.Substring(arrow + 2));
        foreach (var part in new[] { left, right, result })
        {
            if (part.Length == 0 || part.Any(letter => letter is < 'a' or > 'z') || part.Distinct().Count() < part.Length)
                throw Misfit($"has the equation \"{equation}\". Each of its three parts has at least one letter, small, and each once.");
        }

        Check(left, a, "first");
        Check(right, b, "second");
        foreach (var letter in left.Union(right).Union(result))
        {
            var (inLeft, inRight) = (left.IndexOf(letter), right.IndexOf(letter));
            if (inLeft < 0 && inRight < 0) throw Misfit($"has the letter '{letter}' of \"{equation}\" only in the result.");
            if ((inLeft < 0 || inRight < 0) && result.IndexOf(letter) < 0)
                throw Misfit($"sums over '{letter}' of \"{equation}\", which only one operand has. Sum that one before: x.Sum(axis).");
            if (inLeft >= 0 && inRight >= 0 && a.Shape.Sample[inLeft] != b.Shape.Sample[inRight])
            {
                throw Misfit(
                    $"has two sizes for '{letter}' of \"{equation}\": {Limits.Plain(a.Shape.Sample[inLeft])} in shape {a.Shape.Display} "
                        + $"and {Limits.Plain(b.Shape.Sample[inRight])} in shape {b.Shape.Display}.");
            }
        }

        return Contract(left, right, result, a, b);

        void Check(string part, Value value, string which)
        {
            if (part.Length == value.Shape.Sample.Length) return;
            throw Misfit(
                $"has {Limits.Plain(part.Length)} letters in \"{part}\" for its {which} operand of shape {value.Shape.Display}. Write one "
                    + "for each axis; the batch has none.");
        }
    }

    /// <summary>The contraction, with a letter in front for the batch.</summary>
    private static Value Contract(string left, string right, string result, Value a, Value b)
    {
        var used = left + right + result;
        // The letter that layers use, if it is free.
        var batch = ("n" + Letters).Where(letter => used.IndexOf(letter) < 0).Select(letter => letter.ToString()).FirstOrDefault()
            ?? throw Misfit("has 26 letters. One is needed for the batch.");
        return a.Builder.Contract(
            $"{Of(a)}{left},{Of(b)}{right}->{(a.Shape.IsBatched || b.Shape.IsBatched ? batch : "")}{result}", a, b);

        string Of(Value value) => value.Shape.IsBatched ? batch : "";
    }

    private static MisfitException Misfit(string message) => new(DiagnosticCatalogue.FunctionProduct, message);
}
