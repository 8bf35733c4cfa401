using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>How a Resize reads between positions. https://onnx.ai/onnx/operators/onnx__Resize.html</summary>
internal sealed class Interpolation
{
    private readonly string _mode, _coordinates, _rounding;
    private readonly float _cubic, _outside;
    private readonly bool _leavesOut;
    private readonly double[]? _region;
    private readonly int[] _sizes, _results;

    private Interpolation(GraphImport import, OnnxNode node, int[] sizes, double[] scales, int[]? results)
    {
        // Before version 11 there was one way only.
        bool isEarly = node.OpType == "Upsample" || import.Opset < 11;
        _mode = node.Text("mode", "nearest");
        _coordinates = node.Text("coordinate_transformation_mode", isEarly ? "asymmetric" : "half_pixel");
        _rounding = node.Text("nearest_mode", isEarly ? "floor" : "round_prefer_floor");
        _cubic = node.Float("cubic_coeff_a", -0.75f);
        _outside = node.Float("extrapolation_value", 0);
        _leavesOut = node.Int("exclude_outside", 0) != 0;
        if (_coordinates == "tf_crop_and_resize")
            _region = import.OptionalConstant(node, 1)?.Values ?? throw new Unsupported("it has no region (roi).");
        (_sizes, Scales) = (sizes, scales);
        _results = results ?? [.. sizes.Zip(scales, (size, scale) => (int)Math.Floor(size * scale))];
        if (_region is not null && _region.Length != 2 * sizes.Length) throw new Unsupported("its region is not for all axes.");
        if (_mode is not ("nearest" or "linear" or "cubic")) throw new Unsupported($"its mode is {_mode}.");
    }

    /// <summary>By what each axis becomes larger, the batch too.</summary>
    public double[] Scales { get; }

    public bool IsAligned => _coordinates == "align_corners";

    public static Interpolation Of(GraphImport import, OnnxNode node, Sample x)
    {
        if (node.Int("antialias", 0) != 0) throw new Unsupported("antialias is not possible.");
        if (node.Text("keep_aspect_ratio_policy", "stretch") != "stretch") throw new Unsupported("it keeps the aspect ratio.");
        if (node.Has("axes")) throw new Unsupported("it names axes.");
        int[] own = GraphImport.OnnxShape(x);
        Constant? scales = node.OpType == "Upsample" || import.Opset < 11
            ? import.OptionalConstant(node, 1)
            : import.OptionalConstant(node, 2) is { Count: > 0 } given ? given : null;
        double[] factors = scales?.Values ?? node.Find("scales")?.Floats.Select(scale => (double)scale).ToArray() ?? [];
        int[]? results = null;
        if (factors.Length == 0 && import.OptionalConstant(node, 3) is { } sizes)
        {
            results = [.. sizes.ToIntegers().Select(size => checked((int)size))];
            if (results.Length != own.Length) throw new Unsupported($"it has {results.Length} sizes; {own.Length} are needed.");
            if (import.HasBatch && results[0] == import.FileBatch) results[0] = 1;
            factors = [.. results.Zip(own, (size, before) => (double)size / before)];
        }

        if (factors.Length != own.Length || factors.Any(factor => !(factor > 0 && factor <= 1 << 20)))
            throw new Unsupported($"it has the scales [{string.Join(", ", factors.Select(Shapes.Text))}]; {own.Length} are needed.");
        return new Interpolation(import, node, own, factors, results);
    }

    /// <summary>The mode of <c>Upsample2D</c> that does the same for whole scales; "" for its own; null if there is none.</summary>
    public string? LayerMode(int[] scale)
    {
        if (_leavesOut || _region is not null) return null;
        bool isHalf = _coordinates is "half_pixel" or "pytorch_half_pixel";
        bool isOne = _coordinates == "pytorch_half_pixel" && _results.Any(result => result == 1);
        return _mode switch
        {
            "nearest" when _coordinates == "asymmetric" && _rounding == "floor" => "",
            "nearest" when isHalf && _rounding is "round_prefer_floor" or "round_prefer_ceil" => scale.All(s => s > 1) ? "" : null,
            "linear" when IsAligned || (isHalf && !isOne) => "Bilinear",
            "cubic" when (IsAligned || (isHalf && !isOne)) && _cubic == -0.75f => "Bicubic",
            _ => null,
        };
    }

    /// <summary>What each result along an axis takes of each position.</summary>
    public double[,] Matrix(int axis, int size)
    {
        int count = _results[axis];
        Shapes.CheckSize((long)Math.Max(0, count) * size);
        if (count < 1) throw new Unsupported($"nothing is left of axis {axis}.");
        double[,] rows = new double[count, size];
        if (_sizes[axis] == count && Scales[axis] == 1 && _region is null)
        {
            for (int i = 0; i < count; i++) rows[i, i] = 1;
            return rows;
        }

        for (int i = 0; i < count; i++)
        {
            double at = Coordinate(axis, i);
            if (IsOutside(axis, at)) continue;
            foreach ((int position, double part) in Taps(at, size)) rows[i, Math.Clamp(position, 0, size - 1)] += part;
        }

        return rows;
    }

    /// <summary>What is added to a result whose position lies outside of the region's image; null if there is nothing.</summary>
    public Func<int[], float>? Outside(int[] shape)
    {
        int batch = _sizes.Length - shape.Length;
        return _region is null || _outside == 0
            ? null
            : index => Enumerable.Range(batch, shape.Length).Any(axis => IsOutside(axis, Coordinate(axis, index[axis - batch])))
                ? _outside
                : 0;
    }

    private bool IsOutside(int axis, double at) => _region is not null && (at < 0 || at > _sizes[axis] - 1);

    private double Coordinate(int axis, int i)
    {
        double scale = Scales[axis], size = _sizes[axis], count = _results[axis];
        return _coordinates switch
        {
            "half_pixel" => ((i + 0.5) / scale) - 0.5,
            "pytorch_half_pixel" => count > 1 ? ((i + 0.5) / scale) - 0.5 : 0,
            "align_corners" => count > 1 ? i * (size - 1) / (count - 1) : 0,
            "asymmetric" => i / scale,
            "tf_half_pixel_for_nn" => (i + 0.5) / scale,
            "tf_crop_and_resize" => count > 1
                ? (_region![axis] * (size - 1)) + (i * (_region[axis + _sizes.Length] - _region[axis]) * (size - 1) / (count - 1))
                : 0.5 * (_region![axis] + _region[axis + _sizes.Length]) * (size - 1),
            _ => throw new Unsupported($"its coordinates are {_coordinates}."),
        };
    }

    private IEnumerable<(int Position, double Part)> Taps(double at, int size)
    {
        if (_mode == "nearest")
        {
            double nearest = _rounding switch
            {
                "round_prefer_floor" => Math.Ceiling(at - 0.5),
                "round_prefer_ceil" => Math.Floor(at + 0.5),
                "floor" => Math.Floor(at),
                "ceil" => Math.Ceiling(at),
                _ => throw new Unsupported($"it rounds by {_rounding}."),
            };
            return [((int)nearest, 1)];
        }

        int first = (int)Math.Floor(at);
        double rest = at - first;
        if (_mode == "linear") return [(first, 1 - rest), (first + 1, rest)];
        (int Position, double Part)[] taps =
        [
            (first - 1, Far(rest + 1)), (first, Near(rest)), (first + 1, Near(1 - rest)), (first + 2, Far(2 - rest)),
        ];
        if (!_leavesOut) return taps;
        taps = [.. taps.Where(tap => tap.Position >= 0 && tap.Position < size)];
        double sum = taps.Sum(tap => tap.Part);
        return taps.Select(tap => (tap.Position, tap.Part / sum));
    }

    /// <summary>The cubic kernel within 1. Keys: Cubic convolution interpolation for digital image processing, 1981.</summary>
    private double Near(double t) => ((((_cubic + 2) * t) - (_cubic + 3)) * t * t) + 1;

    /// <summary>The cubic kernel from 1 to 2.</summary>
    private double Far(double t) => ((((_cubic * t) - (5 * _cubic)) * t) + (8 * _cubic)) * t - (4 * _cubic);
}
