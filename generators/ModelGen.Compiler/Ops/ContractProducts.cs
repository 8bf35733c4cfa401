using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>Products of a contraction that follow each other: where the numbers of the first lie, and the steps to the next.</summary>
/// <param name="Result">Where the sum lies in the result's data.</param>
/// <param name="Left">Where the left factor lies in its operand's data.</param>
/// <param name="Right">The same of the right one.</param>
/// <param name="Count">How many products there are.</param>
/// <param name="ResultStep">From one sum to the next; zero if it is the same.</param>
/// <param name="LeftStep">From one left factor to the next.</param>
/// <param name="RightStep">From one right factor to the next.</param>
public readonly record struct ContractRow(int Result, int Left, int Right, int Count, int ResultStep, int LeftStep, int RightStep);

/// <summary>All products of a contraction, in the order of its meaning: row-major over the result, then over the summed letters.</summary>
public sealed class ContractProducts
{
    /// <summary>Stands in no equation.</summary>
    private const char None = '\0';

    private readonly int[] _sizes;
    private readonly int[] _result;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly WindowedAxis[] _windows;
    private readonly Action<ContractRow> _visit;

    private ContractProducts(ContractOp op, int[] left, int[] right, Action<ContractRow> visit)
    {
        var sizes = op.WindowSizes.ToDictionary(size => size.Letter, size => size.Count);
        foreach (var (operand, dimensions) in new[] { (op.Left, left), (op.Right, right) })
        {
            for (var axis = 0; axis < operand.Rank; axis++)
                if (operand.Axes[axis].Plain is { } plain) sizes[plain] = dimensions[axis];
        }

        // A letter of one position changes nothing.
        sizes[None] = 1;
        var letters = (op.Result + op.Summed).Where(letter => sizes[letter] != 1).DefaultIfEmpty(None).ToArray();
        _sizes = letters.Select(letter => sizes[letter]).ToArray();
        var ofResult = Tensor.StridesOf(op.Result.Select(letter => sizes[letter]).ToArray());
        _result = letters.Select(letter => op.Result.IndexOf(letter) is >= 0 and var axis ? ofResult[axis] : 0).ToArray();
        (_left, _right) = (Strides(op.Left, left), Strides(op.Right, right));
        _windows = Windowed(op.Left, left).Concat(Windowed(op.Right, right)).ToArray();
        _visit = visit;

        int[] Strides(Subscripts operand, int[] dimensions)
        {
            var strides = Tensor.StridesOf(dimensions);
            return letters.Select(letter => operand.Axes.Select((axis, i) => axis.FactorOf(letter) * strides[i]).Sum()).ToArray();
        }

        IEnumerable<WindowedAxis> Windowed(Subscripts operand, int[] dimensions) => operand.Axes
            .Select((axis, i) => (axis, i)).Where(a => a.axis.Plain is null)
            .Select(a => new WindowedAxis(letters.Select(a.axis.FactorOf).ToArray(), dimensions[a.i]) { Position = a.axis.Offset });
    }

    /// <summary>
    /// Calls <paramref name="visit"/> for all products, row by row. Those with a factor outside of its operand are left out.
    /// </summary>
    /// <param name="op">The contraction.</param>
    /// <param name="left">The sizes of the left operand.</param>
    /// <param name="right">The sizes of the right operand.</param>
    /// <param name="visit">Takes some products along the last letter.</param>
    public static void ForEach(ContractOp op, int[] left, int[] right, Action<ContractRow> visit)
    {
        var products = new ContractProducts(op, left, right, visit);
        products.Walk(0, 0, Start(op.Left, left), Start(op.Right, right));

        static int Start(Subscripts operand, int[] dimensions) =>
            operand.Axes.Zip(Tensor.StridesOf(dimensions), (axis, stride) => axis.Offset * stride).Sum();
    }

    private void Walk(int depth, int result, int left, int right)
    {
        if (depth == _sizes.Length - 1)
        {
            Row(result, left, right);
            return;
        }

        for (var i = 0; i < _sizes[depth]; i++)
        {
            Walk(depth + 1, result, left, right);
            (result, left, right) = (result + _result[depth], left + _left[depth], right + _right[depth]);
            foreach (var window in _windows) window.Position += window.Factors[depth];
        }

        foreach (var window in _windows) window.Position -= window.Factors[depth] * _sizes[depth];
    }

    /// <summary>Along the last letter, what lies inside of both operands is in one piece.</summary>
    private void Row(int result, int left, int right)
    {
        var last = _sizes.Length - 1;
        var (first, end) = (0, _sizes[last]);
        foreach (var window in _windows)
        {
            while (first < end && !window.Holds(window.Position + (first * window.Factors[last]))) first++;
            while (first < end && !window.Holds(window.Position + ((end - 1) * window.Factors[last]))) end--;
        }

        if (first == end) return;
        _visit(new ContractRow(
            result + (first * _result[last]),
            left + (first * _left[last]),
            right + (first * _right[last]),
            end - first,
            _result[last],
            _left[last],
            _right[last]));
    }

    /// <summary>An axis that is read at a sum of letters, and the position that it is read at.</summary>
    private sealed class WindowedAxis(int[] factors, int size)
    {
        public int[] Factors { get; } = factors;

        public int Position { get; set; }

        public bool Holds(int position) => position >= 0 && position < size;
    }
}
