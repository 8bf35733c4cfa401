using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>A tensor with the subscripts by which a contraction reads it.</summary>
internal sealed record SubscriptedValue(Subscripts Subscripts, Value Value)
{
    /// <summary>
    /// Whether a letter can be replaced by a sum: the letter is a whole axis, or does not occur. In a window its own range would be
    /// lost.
    /// </summary>
    public bool CanShift(char letter) => Subscripts.AxisOf(letter) >= 0 || !Subscripts.Contains(letter);

    /// <summary>The operand with a letter replaced by a sum. Positions outside of the letter's axis read zeros.</summary>
    public SubscriptedValue With(char letter, Subscript replacement) => this with { Subscripts = Subscripts.With(letter, replacement) };
}

/// <summary>The gradient of a contraction with respect to an operand is a contraction of the other two tensors.</summary>
/// <remarks>
/// Without windows the letters are only exchanged. Where the operand is read at y = s·h + d·p + c, the sum over h and p becomes
/// one over the taps p that meet y: h = (y − d·p − c) / s must be whole, so y and p fall into residue classes modulo s, each with a
/// contraction of its own; their results interleave.
/// </remarks>
internal static class ContractGradient
{
    private const string Fresh = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <param name="operand">The subscripts of the operand whose gradient is asked for.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="first">One of the other tensors: the upstream gradient or the other operand.</param>
    /// <param name="second">The other.</param>
    /// <param name="sizes">The letters' sizes.</param>
    public static Value Of(
        Subscripts operand,
        Shape shape,
        SubscriptedValue first,
        SubscriptedValue second,
        IReadOnlyDictionary<char, int> sizes
    ) => Of(operand, shape, first, second, new Dictionary<char, int>(sizes.ToDictionary(s => s.Key, s => s.Value)), "");

    private static Value Of(
        Subscripts operand,
        Shape shape,
        SubscriptedValue first,
        SubscriptedValue second,
        Dictionary<char, int> sizes,
        string done)
    {
        var axis = done.Length;
        var builder = first.Value.Builder;
        if (axis == operand.Rank)
        {
            var op = ContractOp.Of(first.Subscripts, second.Subscripts, done, sizes.Select(s => new LetterSize(s.Key, s.Value)));
            return builder.Add(op, first.Value.Node, second.Value.Node);
        }

        var subscript = operand.Axes[axis];
        if (subscript.Plain is { } plain) return Of(operand, shape, first, second, sizes, done + plain);

        // A letter with a negative factor is reversed in all operands.
        if (subscript.Terms.FirstOrDefault(t => t.Factor < 0) is { } backwards)
        {
            var reversed = new Subscript(EquatableArray.Of(new SubscriptTerm(backwards.Letter, -1)), sizes[backwards.Letter] - 1);
            return Of(operand.With(backwards.Letter, reversed), shape, Reversed(first), Reversed(second), sizes, done);

            SubscriptedValue Reversed(SubscriptedValue other) => other.With(backwards.Letter, reversed);
        }

        var window = WindowSubscript.Of(subscript, sizes, letter => first.CanShift(letter) && second.CanShift(letter));
        var length = shape[axis];
        var parts = Enumerable.Range(0, window.Stride).Select(residue =>
        {
            var count = (length - residue + window.Stride - 1) / window.Stride;
            var inner = new Dictionary<char, int>(sizes);
            if (count == 0 || window.Residue(residue) is not { } taps)
                return (Count: count, Value: (Value?)null);

            var whole = Fresh.First(l => !sizes.ContainsKey(l));
            inner.Remove(window.Position);
            inner[whole] = count;
            var position = new Subscript(EquatableArray.Of(new SubscriptTerm(whole, 1)), taps.Offset);
            if (window.Tap is not { } letter) return (count, Of(operand, shape, At(first), At(second), inner, done + whole));

            inner[letter] = taps.Count;
            position = position with { Terms = EquatableArray.Of(position.Terms[0], new SubscriptTerm(letter, -taps.Step)) };
            var tap = new Subscript(EquatableArray.Of(new SubscriptTerm(letter, taps.Every)), taps.First);
            return (count, Of(operand, shape, Read(first), Read(second), inner, done + whole));

            // Taps first: the subscript of the position contains their letter again.
            SubscriptedValue Read(SubscriptedValue other) => At(other.With(letter, tap));

            SubscriptedValue At(SubscriptedValue other) => other.With(window.Position, position);
        }).ToArray();

        var values = parts.Where(p => p.Count > 0).Select(p => p.Value ?? builder.Constant(0).BroadcastTo(OfClass(p.Count))).ToArray();
        return builder.Interleave(axis, values);

        // The axes before this one are complete; this one has the size of a residue class.
        Shape OfClass(int count) =>
            Shape.Of(
                shape
                    .Dimensions.Select(
                        (d, i) =>
                            i == axis ? count
                            : i < axis ? SizeOfDone(i, d)
                            : d)
                    .ToArray());

        int SizeOfDone(int i, int otherwise) => sizes.TryGetValue(done[i], out var size) ? size : otherwise;
    }

    /// <summary>
    /// The subscript of a window: <c>Stride · position + Dilation · tap + Offset</c>. Without a letter for taps, there is one tap.
    /// </summary>
    private sealed record WindowSubscript(char Position, int Stride, char? Tap, int Dilation, int Offset, int Taps)
    {
        /// <summary>
        /// The larger letter is the position, for which the equation is solved, unless it is in a window of another tensor. The other
        /// letter is the tap.
        /// </summary>
        public static WindowSubscript Of(Subscript subscript, IReadOnlyDictionary<char, int> sizes, Func<char, bool> canShift)
        {
            if (subscript.Terms.Count is 0 or > 2) throw new CompilerException($"No gradient is known for the window '{subscript}'.");
            var a = subscript.Terms[0];
            if (subscript.Terms.Count == 1) return new WindowSubscript(a.Letter, a.Factor, null, a.Factor, subscript.Offset, 1);
            var b = subscript.Terms[1];
            return canShift(a.Letter) && (sizes[a.Letter] >= sizes[b.Letter] || !canShift(b.Letter))
                ? new WindowSubscript(a.Letter, a.Factor, b.Letter, b.Factor, subscript.Offset, sizes[b.Letter])
                : new WindowSubscript(b.Letter, b.Factor, a.Letter, a.Factor, subscript.Offset, sizes[a.Letter]);
        }

        /// <summary>
        /// The taps that meet the positions y = Stride · y' + residue: tap = First + Every · tap', and h = y' − Step · tap' + Offset.
        /// </summary>
        public (int First, int Every, int Count, int Step, int Offset)? Residue(int residue)
        {
            var every = Stride / (int)Integers.GreatestCommonDivisor(Dilation, Stride);
            for (var first = 0; first < Math.Min(every, Taps); first++)
            {
                var distance = residue - Offset - (Dilation * first);
                if (distance % Stride == 0)
                    return (first, every, ((Taps - 1 - first) / every) + 1, Dilation * every / Stride, distance / Stride);
            }

            return null;
        }
    }
}
