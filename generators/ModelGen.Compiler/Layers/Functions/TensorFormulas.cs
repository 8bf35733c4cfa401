using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>The functions of <c>Tensor</c> as nodes: axes are those of a sample, and the batch stays in front.</summary>
internal sealed class TensorFormulas(GraphBuilder builder)
{
    /// <summary>The result of an operation.</summary>
    /// <exception cref="MisfitException">Its operands do not fit.</exception>
    public object Apply(string operation, object[] parts) => operation switch
    {
        FormulaOperations.ToDouble or FormulaOperations.ToFloat => parts[0],
        FormulaOperations.Array => parts.Select(AsTensor).ToArray(),
        FormulaOperations.Element => NumberFormulas.Element((Value[])parts[0], parts[1]),

        "Add" => Map(ScalarFunction.Add, parts),
        "Subtract" => Map(ScalarFunction.Subtract, parts),
        "Multiply" => Map(ScalarFunction.Multiply, parts),
        "Divide" => Map(ScalarFunction.Divide, parts),
        "Negate" => Map(ScalarFunction.Negate, parts),
        "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "Equal" or "NotEqual" => new Comparison(operation, parts[0], parts[1]),
        "Where" => Where(parts[0], parts[1], parts[2]),

        "Exp" => Map(ScalarFunction.Exp, parts),
        "Expm1" => Map(ScalarFunction.Expm1, parts),
        "Log" => Map(ScalarFunction.Log, parts),
        "Log1p" => Map(ScalarFunction.Log1p, parts),
        "Sqrt" => Map(ScalarFunction.Sqrt, parts),
        "Abs" => Map(ScalarFunction.Abs, parts),
        "Tanh" => Map(ScalarFunction.Tanh, parts),
        "Sigmoid" => Map(ScalarFunction.Sigmoid, parts),
        "Relu" => Map(ScalarFunction.Relu, parts),
        "Erf" => Map(ScalarFunction.Erf, parts),
        "Sign" => AsTensor(parts[0]).Sign(),
        "Square" => Map(ScalarFunction.Multiply, parts[0], parts[0]),
        "Softplus" => Formulas.Softplus(AsTensor(parts[0])),
        "Pow" => Pow(AsTensor(parts[0]), parts[1]),
        "Detach" => AsTensor(parts[0]).Detach(),

        // Of two values the larger; of one value the largest along axes.
        "Max" when parts[1] is int[] axes => Reduce(parts[0], axes, (x, a) => x.Max(a)),
        "Max" => Map(ScalarFunction.Max, parts),
        "Min" when parts[1] is int[] axes => -Reduce(-AsTensor(parts[0]), axes, (x, a) => x.Max(a)),
        "Min" => -Map(ScalarFunction.Max, -AsTensor(parts[0]), -AsTensor(parts[1])),
        "Sum" => Reduce(parts[0], (int[])parts[1], (x, a) => x.Sum(a)),
        "Mean" => Reduce(parts[0], (int[])parts[1], (x, a) => x.Mean(a)),
        "Softmax" => Formulas.Softmax(AsTensor(parts[0]), Axis(AsTensor(parts[0]), (int)parts[1])),
        "LogSoftmax" => LogSoftmax(AsTensor(parts[0]), (int)parts[1]),

        "Shape" => AsTensor(parts[0]).Shape.Sample,
        "Rank" => AsTensor(parts[0]).Shape.Sample.Length,
        "Size" => AsTensor(parts[0]).Shape.SampleElements,
        "Reshape" => Reshape(AsTensor(parts[0]), (int[])parts[1]),
        "Permute" => Permute(AsTensor(parts[0]), (int[])parts[1]),
        "Transpose" => Transpose(AsTensor(parts[0])),
        "Slice" => Slice(AsTensor(parts[0]), (int)parts[1], (int)parts[2], (int)parts[3]),
        "Concat" => Concat((int)parts[0], AsTensors(parts[1])),
        "MatMul" => TensorProducts.MatMul(AsTensor(parts[0]), AsTensor(parts[1])),
        "Einsum" => TensorProducts.Einsum(parts[0] as string ?? "", AsTensor(parts[1]), AsTensor(parts[2])),

        "Conv1D" => TensorWindows.Convolve(AsTensor(parts[0]), AsTensor(parts[1]), 1, Numbers(parts, 2)),
        "Conv2D" => TensorWindows.Convolve(AsTensor(parts[0]), AsTensor(parts[1]), 2, Numbers(parts, 2)),
        "MaxPool1D" => TensorWindows.Max(AsTensor(parts[0]), 1, Numbers(parts, 1)),
        "MaxPool2D" => TensorWindows.Max(AsTensor(parts[0]), 2, Numbers(parts, 1)),
        "AvgPool1D" => TensorWindows.Mean(AsTensor(parts[0]), 1, Numbers(parts, 1)),
        "AvgPool2D" => TensorWindows.Mean(AsTensor(parts[0]), 2, Numbers(parts, 1)),
        "Pad" => TensorWindows.Pad(AsTensor(parts[0]), (int)parts[1], (int)parts[2], (int)parts[3], (double)parts[4]),

        "Pick" => Pick(AsTensor(parts[0]), (LabelValue)parts[1]),
        "OneHot" => OneHot((LabelValue)parts[0], (int)parts[1]),
        _ => throw new CompilerException($"The library's Tensor has a function '{operation}' that the compiler does not know."),
    };

    /// <summary>The numbers behind the tensors that a function is given.</summary>
    private static int[] Numbers(object[] parts, int first) => parts.Skip(first).Cast<int>().ToArray();

    /// <summary>A number, a comparison or a tensor as a tensor.</summary>
    public Value AsTensor(object part) => part switch
    {
        Value value => value,
        double number => builder.Constant(number),
        int number => builder.Constant(number),
        bool flag => builder.Constant(flag ? 1 : 0),
        Comparison comparison => Choose(comparison, builder.Constant(1), builder.Constant(0)),
        _ => throw new CompilerException($"'{part}' is no tensor."),
    };

    /// <summary>Several tensors, which may be numbers.</summary>
    public Value[] AsTensors(object part) => part is int[] numbers ? [.. numbers.Select(number => AsTensor(number))] : (Value[])part;

    private Value Map(ScalarFunction function, params object[] parts) => builder.Map(function, Aligned([.. parts.Select(AsTensor)]));

    private Value Map(ScalarFunction function, Value a, Value b) => builder.Map(function, Aligned([a, b]));

    /// <summary>
    /// Operands whose last axes stand below each other: a batched one with fewer axes gets axes of size one behind the batch.
    /// </summary>
    private static Value[] Aligned(Value[] operands)
    {
        var rank = operands.Max(operand => operand.Shape.Sample.Length);
        var aligned = operands.Select(operand => operand.Shape.IsBatched && operand.Shape.Sample.Length < rank
            ? operand.Reshape(Shape.Batched(Enumerable.Repeat(1, rank - operand.Shape.Sample.Length).Concat(operand.Shape.Sample)))
            : operand).ToArray();
        var common = aligned[0].Shape;
        foreach (var operand in aligned.Skip(1)) common = Shape.Broadcast(common, operand.Shape) ?? throw DoNotFit(operands);
        return aligned;
    }

    private static MisfitException DoNotFit(Value[] operands)
    {
        var shapes = operands.Where(operand => operand.Shape.Sample.Length > 0).Select(operand => operand.Shape.Display).Distinct();
        return new MisfitException(
            DiagnosticCatalogue.FunctionShapes,
            $"combines shapes {string.Join(" and ", shapes)}. Aligned at the last axis, two sizes must be equal, or one of them 1.");
    }

    private Value Where(object condition, object then, object otherwise) => condition is Comparison comparison
        ? Choose(comparison, AsTensor(then), AsTensor(otherwise))
        : Select(ScalarFunction.IfEqual, AsTensor(condition), builder.Constant(0), AsTensor(otherwise), AsTensor(then));

    private Value Choose(Comparison comparison, Value then, Value otherwise)
    {
        var (a, b) = (AsTensor(comparison.Left), AsTensor(comparison.Right));
        return comparison.Operation switch
        {
            "Less" => Select(ScalarFunction.IfLess, a, b, then, otherwise),
            "Greater" => Select(ScalarFunction.IfLess, b, a, then, otherwise),
            // Neither holds for NaN.
            "LessOrEqual" => Select(ScalarFunction.IfLess, a, b, then, Select(ScalarFunction.IfEqual, a, b, then, otherwise)),
            "GreaterOrEqual" => Select(ScalarFunction.IfLess, b, a, then, Select(ScalarFunction.IfEqual, a, b, then, otherwise)),
            "Equal" => Select(ScalarFunction.IfEqual, a, b, then, otherwise),
            _ => Select(ScalarFunction.IfEqual, a, b, otherwise, then),
        };
    }

    private Value Select(ScalarFunction function, Value a, Value b, Value then, Value otherwise) =>
        builder.Map(function, Aligned([a, b, then, otherwise]));

    /// <summary>
    /// Powers. Small integers are products; other constants need x ≥ 0: exp(p · log x), and at 0 with p > 0 the value and the gradient are
    /// 0.
    /// </summary>
    private Value Pow(Value x, object exponent)
    {
        if (exponent is not (double or int)) return Map(ScalarFunction.Exp, Map(ScalarFunction.Multiply, AsTensor(exponent), x.Log()));
        var power = exponent is int integer ? integer : (double)exponent;
        var one = builder.Constant(1);
        switch (power)
        {
            case 0:
                return one.BroadcastTo(x.Shape);
            case 0.5:
                return x.Sqrt();
            case < 0:
                return 1 / Pow(x, -power);
            case 1 or 2 or 3 or 4 or 5 or 6 or 7 or 8:
                return Product(x, (int)power);
            default:
                var zero = builder.Constant(0);
                var positive = x.IfEqual(zero, one, x);
                return x.IfEqual(zero, zero, (positive.Log() * power).Exp());
        }
    }

    private static Value Product(Value x, int count)
    {
        if (count == 1) return x;
        var half = Product(x, count / 2);
        return count % 2 == 0 ? half * half : half * half * x;
    }

    private Value Reduce(object part, int[] axes, Func<Value, int[], Value> reduce)
    {
        var x = AsTensor(part);
        var first = x.Shape.IsBatched ? 1 : 0;
        var all = axes.Length == 0 ? Enumerable.Range(first, x.Shape.Rank - first).ToArray() : axes.Select(axis => Axis(x, axis)).ToArray();
        if (all.Distinct().Count() < all.Length) throw Argument("names an axis twice.");
        return reduce(x, all);
    }

    private static Value LogSoftmax(Value x, int axis)
    {
        var shifted = Formulas.FromMaximum(x, Axis(x, axis));
        return shifted - shifted.Exp().Sum(Axis(x, axis)).Log();
    }

    /// <summary>The axis of the graph for an axis of a sample, which may count backwards.</summary>
    public static int Axis(Value x, int axis)
    {
        var rank = x.Shape.Sample.Length;
        if (axis >= -rank && axis < rank) return (x.Shape.IsBatched ? 1 : 0) + (axis < 0 ? rank + axis : axis);
        var range = rank switch
        {
            0 => "it has no axes",
            1 => "its only axis is 0, or -1 backwards",
            _ => $"its axes are 0 to {Limits.Plain(rank - 1)}, or -{Limits.Plain(rank)} to -1 backwards",
        };
        throw Argument($"names axis {Limits.Plain(axis)} of a value of shape {x.Shape.Display}: {range}. The batch is no axis.");
    }

    private static Value Reshape(Value x, int[] shape)
    {
        var elements = Limits.ElementsOf(x.Shape);
        var open = shape.Count(size => size == -1);
        if (shape.Length == 0 || open > 1 || shape.Any(size => size < 1 && size != -1))
            throw Argument($"gives the shape [{string.Join(", ", shape.Select(Limits.Plain))}]. Each size is at least 1, and one may be "
                + "-1.");
        var known = Limits.Product(shape.Where(size => size != -1));
        if (open == 1 ? elements % known != 0 : elements != known)
        {
            throw new MisfitException(
                DiagnosticCatalogue.FunctionReshape,
                $"makes {string.Join(" × ", shape.Select(size => size == -1 ? "?" : Limits.Plain(size)))} of shape {x.Shape.Display}, "
                    + $"which has {Limits.Text(elements)} elements. Write sizes with that product, or -1 for one of them.");
        }

        var sizes = shape.Select(size => size == -1 ? (int)(elements / known) : size);
        return x.Reshape(x.Shape.IsBatched ? Shape.Batched(sizes) : Shape.Of(sizes.ToArray()));
    }

    private static Value Permute(Value x, int[] order)
    {
        var rank = x.Shape.Sample.Length;
        var axes = order.Select(axis => Axis(x, axis)).ToArray();
        if (axes.Length != rank || axes.Distinct().Count() != rank)
            throw Argument($"orders [{string.Join(", ", order)}] of shape {x.Shape.Display}. Name each of its {Limits.Plain(rank)} axes "
                + "once.");
        return x.Shape.IsBatched ? x.Permute([0, .. axes]) : x.Permute(axes);
    }

    private static Value Transpose(Value x)
    {
        var rank = x.Shape.Sample.Length;
        if (rank < 2) throw Argument($"exchanges the last two axes of shape {x.Shape.Display}, which has fewer.");
        return Permute(x, [.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2]);
    }

    private static Value Slice(Value x, int axis, int start, int length)
    {
        var along = Axis(x, axis);
        var size = x.Shape[along];
        var first = start < 0 ? size + start : start;
        if (first < 0 || length < 1 || first + (long)length > size)
        {
            throw Argument(
                $"takes {Limits.Plain(length)} from {Limits.Plain(start)} on along axis {Limits.Plain(axis)} of shape {x.Shape.Display}, "
                    + $"which has {Limits.Plain(size)} there.");
        }

        return x.Slice(along, first, length);
    }

    private Value Concat(int axis, Value[] parts)
    {
        if (parts.Length == 0) throw Argument("joins nothing. Name at least one value.");
        var along = Axis(parts[0], axis);
        foreach (var part in parts.Skip(1))
        {
            var fits = part.Shape.Rank == parts[0].Shape.Rank
                && part.Shape.IsBatched == parts[0].Shape.IsBatched
                && part.Shape.Dimensions.Where((_, i) => i != along).SequenceEqual(parts[0].Shape.Dimensions.Where((_, i) => i != along));
            if (fits) continue;
            throw new MisfitException(
                DiagnosticCatalogue.FunctionShapes,
                $"joins shapes {parts[0].Shape.Display} and {part.Shape.Display} along axis {Limits.Plain(axis)}. All other sizes must be "
                    + "equal, and parameters cannot be joined with values of the sample.");
        }

        return builder.Concat(along, parts);
    }

    private static Value Pick(Value scores, LabelValue labels)
    {
        var needed = labels.Value.Shape;
        var axis = scores.Shape.Rank - 1;
        var fits = scores.Shape.Rank == needed.Rank && scores.Shape.Dimensions.Take(axis).SequenceEqual(needed.Dimensions.Take(axis));
        return fits
            ? Formulas.AtLabel(scores, labels.Value, axis)
            : throw new MisfitException(
                DiagnosticCatalogue.FunctionShapes,
                $"picks by labels from shape {scores.Shape.Display}. It must be that of the output, with the classes on the last axis.");
    }

    private Value OneHot(LabelValue labels, int classes)
    {
        if (classes < 1) throw Argument($"makes vectors of {Limits.Plain(classes)} classes. There is at least one.");
        var shape = labels.Value.Shape;
        var axis = shape.Rank - 1;
        var wide = new Shape(shape.Dimensions.Take(axis).Append(classes).ToEquatableArray());
        return builder.Position(wide, axis).IfEqual(labels.Value, builder.Constant(1), builder.Constant(0));
    }

    public static MisfitException Argument(string message) => new(DiagnosticCatalogue.FunctionArgument, message);

    /// <summary>A comparison, which is ones and zeros, or what <c>Where</c> decides by.</summary>
    private sealed record Comparison(string Operation, object Left, object Right);
}
