using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Folding;

/// <summary>Computes nodes whose operands are known: mostly shapes, which exporters compute in the graph.</summary>
internal static class ConstantFolding
{
    /// <summary>How many numbers a result may have: what is computed here is shapes and small tables.</summary>
    private const int Most = 1 << 26;

    /// <summary>The value of a <c>Constant</c>, or null if it is no number.</summary>
    public static Constant? OfConstant(OnnxNode node)
    {
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            switch (attribute.Name)
            {
                case "value" when attribute.Tensor is { IsNumeric: true } tensor:
                    return Constant.Of(tensor) with { Name = tensor.Name.Length > 0 ? tensor.Name : node.Outputs[0] };
                case "value_float": return Constant.Of(OnnxElementType.Float, [], [attribute.Float]);
                case "value_floats":
                    double[] floats = [.. attribute.Floats.Select(value => (double)value)];
                    return Constant.Of(OnnxElementType.Float, [floats.Length], floats);
                case "value_int": return Constant.Of(OnnxElementType.Int64, [], [attribute.Int]);
                case "value_ints": return Constant.Integers([.. attribute.Ints]);
                default: break;
            }
        }

        return null;
    }

    /// <summary>The result of a node, or null if it is not known.</summary>
    public static Constant? Fold(OnnxNode node, IReadOnlyList<Value?> operands, long opset)
    {
        if (node.OpType == "Shape" && operands is [Constant shaped])
            return Constant.Integers([.. shaped.Shape.Select(size => (long)size)]);
        if (node.OpType == "Size" && operands is [Constant sized]) return Constant.Of(OnnxElementType.Int64, [], [sized.Count]);
        if (node.Outputs.Count != 1 || operands.Count == 0 || operands.Any(operand => operand is not null and not Constant)) return null;
        Constant?[] known = [.. operands.Cast<Constant?>()];
        if (known[0] is not { } x) return null;
        return node.OpType switch
        {
            "Identity" or "Dropout" => x,
            "Cast" => Cast(x, (OnnxElementType)node.Int("to", 1)),
            "Reshape" => Reshaped(x, node.Ints("shape") ?? Need(known, 1).ToIntegers()),
            "Flatten" => x.As([Shapes.Count(x.Shape.Take((int)node.Int("axis", 1))), Shapes.Count(x.Shape.Skip((int)node.Int("axis", 1)))]),
            "Unsqueeze" => Unsqueezed(x, node.Ints("axes") ?? Need(known, 1).ToIntegers()),
            "Squeeze" => Squeezed(x, node.Ints("axes") ?? known.ElementAtOrDefault(1)?.ToIntegers()),
            "Transpose" => Transposed(x, node.Ints("perm")),
            "Concat" => Joined(known, node.Int("axis", 0)),
            "Gather" => Gathered(x, Need(known, 1), node.Int("axis", 0)),
            "Slice" => Sliced(node, known, x),
            "Expand" => Elementwise("Expand", x, Constant.Of(x.Type, Sizes(Need(known, 1)), new double[Checked(Sizes(Need(known, 1)))])),
            "ConstantOfShape" => Filled(Sizes(x), node.Find("value")?.Tensor),
            "Range" => Range(x, Need(known, 1), Need(known, 2)),
            "Sum" or "Max" or "Min" => Enumerable.Range(1, known.Length - 1)
                .Aggregate(x, (a, operand) => Elementwise(node.OpType, a, Need(known, operand))),
            "Where" => Chosen(x, Need(known, 1), Need(known, 2)),
            "Tile" => Tiled(x, Need(known, 1).ToIntegers()),
            "Trilu" => Triangle(node, x, known.ElementAtOrDefault(1)),
            "QuantizeLinear" or "DequantizeLinear" => Quantization.Fold(node, x, Need(known, 1), known.ElementAtOrDefault(2)),
            "ReduceProd" or "ReduceSum" or "ReduceMax" or "ReduceMin" when x.Shape.Length <= 1 => Reduced(node, x),
            _ when known.Length == 2 && IsBinary(node.OpType) => Elementwise(node.OpType, x, Need(known, 1)),
            _ when known.Length == 1 && Unary(node.OpType) is { } function =>
                Constant.Of(node.OpType == "Not" ? OnnxElementType.Bool : x.Type, x.Shape, [.. x.Values.Select(function)]),
            _ => null,
        };
    }

    private static Constant Need(Constant?[] known, int operand) =>
        known.ElementAtOrDefault(operand) ?? throw new Unsupported($"operand {operand} is missing.");

    private static Constant Cast(Constant x, OnnxElementType type)
    {
        if (OnnxTensor.SizeOf(type) == 0) throw new Unsupported($"it makes {type} of a constant.");
        double[] values = type switch
        {
            OnnxElementType.Float => [.. x.Values.Select(value => (double)(float)value)],
            OnnxElementType.Float16 => [.. x.Values.Select(value => (double)(Half)value)],
            OnnxElementType.Double or OnnxElementType.BFloat16 => x.Values,
            OnnxElementType.Bool => [.. x.Values.Select(value => value != 0 ? 1.0 : 0)],
            _ => [.. x.Values.Select(Math.Truncate)],
        };
        return Constant.Of(type, x.Shape, values) with { Name = x.Name };
    }

    private static Constant Reshaped(Constant x, IReadOnlyList<long> target)
    {
        long[] sizes = [.. target.Select((size, axis) => size == 0 && axis < x.Shape.Length ? x.Shape[axis] : size)];
        int open = Array.IndexOf(sizes, -1L);
        long rest = sizes.Where(size => size != -1).Aggregate(1L, (a, b) => checked(a * b));
        if (open >= 0 && rest > 0) sizes[open] = x.Count / rest;
        return sizes.All(size => size >= 0) && sizes.Aggregate(1L, (a, b) => checked(a * b)) == x.Count
            ? x.As([.. sizes.Select(size => (int)size)])
            : throw new Unsupported($"it makes [{string.Join(", ", target)}] of [{Shapes.Text(x.Shape)}].");
    }

    private static Constant Unsqueezed(Constant x, IReadOnlyList<long> axes)
    {
        int rank = x.Shape.Length + axes.Count;
        HashSet<int> added = [.. axes.Select(axis => Axis(axis, rank))];
        if (added.Count != axes.Count) throw new Unsupported("an axis is given twice.");
        Queue<int> sizes = new(x.Shape);
        return x.As([.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : sizes.Dequeue())]);
    }

    private static Constant Squeezed(Constant x, IReadOnlyList<long>? axes)
    {
        HashSet<int>? removed = axes is null ? null : [.. axes.Select(axis => Axis(axis, x.Shape.Length))];
        return x.As([.. x.Shape.Where((size, axis) => size != 1 || removed?.Contains(axis) == false)]);
    }

    private static Constant Transposed(Constant x, IReadOnlyList<long>? perm)
    {
        int[] order = perm is null ? [.. Enumerable.Range(0, x.Shape.Length).Reverse()] : [.. perm.Select(axis => (int)axis)];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, x.Shape.Length)))
            throw new Unsupported($"its order is [{Shapes.Text(order)}].");
        int[] shape = [.. order.Select(axis => x.Shape[axis])], strides = Strides(x.Shape), index = new int[order.Length];
        double[] values = new double[x.Count];
        for (int i = 0; i < values.Length; i++)
        {
            int from = 0;
            for (int axis = 0; axis < order.Length; axis++) from += index[axis] * strides[order[axis]];
            values[i] = x.Values[from];
            Advance(index, shape);
        }

        return Constant.Of(x.Type, shape, values) with { Name = x.Name };
    }

    private static Constant Joined(Constant?[] parts, long along)
    {
        if (parts.Any(part => part is null || part.Shape.Length != parts[0]!.Shape.Length))
            throw new Unsupported("its parts have other axes.");
        int axis = Axis(along, parts[0]!.Shape.Length);
        int[] shape = [.. parts[0]!.Shape];
        shape[axis] = parts.Sum(part => part!.Shape[axis]);
        int outer = Shapes.Count(shape[..axis]);
        List<double> values = new(Checked(shape));
        for (int row = 0; row < outer; row++)
        {
            foreach (Constant? part in parts)
            {
                int length = Shapes.Count(part!.Shape.Skip(axis));
                if (part.Count != outer * length) throw new Unsupported("the shapes of its parts do not fit together.");
                values.AddRange(part.Values.AsSpan(row * length, length));
            }
        }

        return Constant.Of(parts[0]!.Type, shape, [.. values]);
    }

    private static Constant Gathered(Constant x, Constant indices, long along)
    {
        int axis = Axis(along, x.Shape.Length), inner = Shapes.Count(x.Shape.Skip(axis + 1)), size = x.Shape[axis];
        int[] shape = [.. x.Shape[..axis], .. indices.Shape, .. x.Shape[(axis + 1)..]];
        double[] values = new double[Checked(shape)];
        int at = 0;
        for (int row = 0; row < Shapes.Count(x.Shape[..axis]); row++)
        {
            foreach (long given in indices.ToIntegers())
            {
                long index = given < 0 ? given + size : given;
                if (index < 0 || index >= size) throw new Unsupported($"position {given} is outside of an axis of {size}.");
                x.Values.AsSpan(((row * size) + (int)index) * inner, inner).CopyTo(values.AsSpan(at));
                at += inner;
            }
        }

        return Constant.Of(x.Type, shape, values);
    }

    private static Constant Sliced(OnnxNode node, Constant?[] known, Constant x)
    {
        IReadOnlyList<long> starts = node.Ints("starts") ?? Need(known, 1).ToIntegers();
        IReadOnlyList<long> ends = node.Ints("ends") ?? Need(known, 2).ToIntegers();
        IReadOnlyList<long> axes = node.Ints("axes") ?? known.ElementAtOrDefault(3)?.ToIntegers()
            ?? [.. Enumerable.Range(0, starts.Count).Select(i => (long)i)];
        IReadOnlyList<long> steps = known.ElementAtOrDefault(4)?.ToIntegers() ?? [.. starts.Select(_ => 1L)];
        if (ends.Count != starts.Count || axes.Count != starts.Count || steps.Count != starts.Count)
            throw new Unsupported("it has other numbers of starts, ends, axes and steps.");
        Constant result = x;
        for (int i = 0; i < starts.Count; i++)
        {
            int axis = Axis(axes[i], x.Shape.Length), size = x.Shape[axis];
            long step = steps[i];
            if (step == 0) throw new Unsupported("a step is 0.");
            long start = starts[i] < 0 ? starts[i] + size : starts[i], end = ends[i] < 0 ? ends[i] + size : ends[i];
            (start, end) = step > 0
                ? (Math.Clamp(start, 0, size), Math.Clamp(end, 0, size))
                : (Math.Clamp(start, 0, size - 1), Math.Clamp(end, -1, size - 1));
            List<long> kept = [];
            for (long at = start; step > 0 ? at < end : at > end; at += step) kept.Add(at);
            result = Gathered(result, Constant.Integers([.. kept]), axis);
        }

        return result;
    }

    private static Constant Tiled(Constant x, long[] repeats)
    {
        if (repeats.Length != x.Shape.Length || repeats.Any(times => times < 0))
            throw new Unsupported($"its repeats [{string.Join(", ", repeats)}] are not for [{Shapes.Text(x.Shape)}].");
        Checked(x.Shape.Select((size, axis) => checked((int)(size * repeats[axis]))));
        Constant result = x;
        for (int axis = 0; axis < repeats.Length; axis++)
        {
            if (repeats[axis] == 1) continue;
            int size = x.Shape[axis];
            long[] positions = [.. Enumerable.Range(0, checked((int)repeats[axis] * size)).Select(at => (long)(at % size))];
            result = Gathered(result, Constant.Integers(positions), axis);
        }

        return result;
    }

    private static Constant Triangle(OnnxNode node, Constant x, Constant? diagonal)
    {
        if (x.Shape.Length < 2) throw new Unsupported($"[{Shapes.Text(x.Shape)}] is no matrix.");
        Func<int[], float> isKept = Conversions.Tables.Kept(node, diagonal);
        (int rows, int columns) = (x.Shape[^2], x.Shape[^1]);
        return Constant.Of(
            x.Type, x.Shape, [.. x.Values.Select((value, i) => isKept([i / columns % rows, i % columns]) == 1 ? value : 0)]);
    }

    private static Constant Filled(int[] shape, OnnxTensor? value)
    {
        double[] values = new double[Checked(shape)];
        Array.Fill(values, value?.ToDoubles().FirstOrDefault() ?? 0);
        return Constant.Of(value?.Type ?? OnnxElementType.Float, shape, values);
    }

    private static Constant Range(Constant start, Constant limit, Constant delta)
    {
        double step = delta.Values[0], count = Math.Ceiling((limit.Values[0] - start.Values[0]) / step);
        if (!(count < Most)) throw new Unsupported($"it has {count} numbers.");
        double[] values = [.. Enumerable.Range(0, Math.Max(0, (int)count)).Select(i => start.Values[0] + (i * step))];
        return Constant.Of(start.Type, [values.Length], values);
    }

    private static Constant Reduced(OnnxNode node, Constant x)
    {
        if (x.Count == 0) throw new Unsupported("nothing is reduced.");
        double value = node.OpType switch
        {
            "ReduceProd" => x.Values.Aggregate((a, b) => a * b),
            "ReduceSum" => x.Values.Sum(),
            "ReduceMax" => x.Values.Max(),
            _ => x.Values.Min(),
        };
        return Constant.Of(x.Type, node.Int("keepdims", 1) != 0 && x.Shape.Length == 1 ? [1] : [], [value]);
    }

    private static Constant Chosen(Constant condition, Constant then, Constant otherwise)
    {
        int[] shape = Shapes.Broadcast(Shapes.Broadcast(condition.Shape, then.Shape), otherwise.Shape);
        double[] c = Stretched(condition, shape), a = Stretched(then, shape), b = Stretched(otherwise, shape);
        return Constant.Of(then.Type, shape, [.. c.Select((chosen, i) => chosen != 0 ? a[i] : b[i])]);
    }

    private static bool IsBinary(string type) =>
        type is "Add" or "Sub" or "Mul" or "Div" or "Mod" or "Pow" or "Equal" or "Less" or "Greater" or "LessOrEqual" or "GreaterOrEqual"
            or "And" or "Or";

    private static Func<double, double>? Unary(string type) => type switch
    {
        "Neg" => value => -value,
        "Abs" => Math.Abs,
        "Floor" => Math.Floor,
        "Ceil" => Math.Ceiling,
        "Sqrt" => Math.Sqrt,
        "Exp" => Math.Exp,
        "Log" => Math.Log,
        "Reciprocal" => value => 1 / value,
        "Not" => value => value == 0 ? 1 : 0,
        _ => null,
    };

    private static Constant Elementwise(string type, Constant left, Constant right)
    {
        int[] shape = Shapes.Broadcast(left.Shape, right.Shape);
        Checked(shape);
        double[] a = Stretched(left, shape), b = Stretched(right, shape), values = new double[a.Length];
        for (int i = 0; i < values.Length; i++) values[i] = Of(type, a[i], b[i], left.IsInteger);
        bool isTruth = type is "Equal" or "Less" or "Greater" or "LessOrEqual" or "GreaterOrEqual" or "And" or "Or";

        // Constants of 32-bit floats are computed as such.
        if (!isTruth && left.Type == OnnxElementType.Float) values = [.. values.Select(value => (double)(float)value)];
        return Constant.Of(isTruth ? OnnxElementType.Bool : left.Type, shape, values);
    }

    private static double Of(string type, double a, double b, bool isInteger) => type switch
    {
        "Expand" => a,
        "Add" or "Sum" => a + b,
        "Sub" => a - b,
        "Mul" => a * b,
        "Div" when isInteger && b == 0 => throw new Unsupported("it divides an integer by zero."),
        "Div" => isInteger ? Math.Truncate(a / b) : a / b,
        "Mod" => b == 0 ? throw new Unsupported("it divides an integer by zero.") : a - (Math.Floor(a / b) * b),
        "Pow" => Math.Pow(a, b),
        "Max" => Math.Max(a, b),
        "Min" => Math.Min(a, b),
        "Equal" => a == b ? 1 : 0,
        "Less" => a < b ? 1 : 0,
        "Greater" => a > b ? 1 : 0,
        "LessOrEqual" => a <= b ? 1 : 0,
        "GreaterOrEqual" => a >= b ? 1 : 0,
        "And" => a != 0 && b != 0 ? 1 : 0,
        _ => a != 0 || b != 0 ? 1 : 0,
    };

    private static double[] Stretched(Constant x, int[] shape)
    {
        if (x.Shape.SequenceEqual(shape)) return x.Values;
        int[] own = Strides(x.Shape), strides = new int[shape.Length], index = new int[shape.Length];
        for (int back = 1; back <= x.Shape.Length; back++) strides[^back] = x.Shape[^back] == 1 ? 0 : own[^back];
        double[] values = new double[Shapes.Count(shape)];
        for (int i = 0; i < values.Length; i++)
        {
            int from = 0;
            for (int axis = 0; axis < shape.Length; axis++) from += index[axis] * strides[axis];
            values[i] = x.Values[from];
            Advance(index, shape);
        }

        return values;
    }

    private static int[] Strides(int[] shape)
    {
        int[] strides = new int[shape.Length];
        for (int axis = shape.Length - 1, stride = 1; axis >= 0; stride *= shape[axis--]) strides[axis] = stride;
        return strides;
    }

    private static void Advance(int[] index, int[] shape)
    {
        for (int axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) index[axis] = 0;
    }

    private static int[] Sizes(Constant x)
    {
        int[] sizes = [.. x.ToIntegers().Select(size => checked((int)size))];
        return sizes.All(size => size >= 0) ? sizes : throw new Unsupported($"[{Shapes.Text(sizes)}] is no shape.");
    }

    private static int Checked(IEnumerable<int> shape)
    {
        int count = Shapes.Count(shape);
        return count <= Most ? count : throw new Unsupported($"its result has {count} numbers; {Most} are possible.");
    }

    private static int Axis(long axis, int rank)
    {
        long positive = axis < 0 ? axis + rank : axis;
        return positive >= 0 && positive < rank ? (int)positive : throw new Unsupported($"axis {axis} is out of range: there are {rank}.");
    }
}
