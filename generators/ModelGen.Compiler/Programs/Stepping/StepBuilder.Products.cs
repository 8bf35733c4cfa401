using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Programs.Stepping;

/// <summary>Sums of products: of each step by itself, of a step with all before it, and of windows.</summary>
internal sealed partial class StepBuilder
{
    private StepForm? Contract(Node node, ContractOp op)
    {
        Operand left = new(op.Left, node.Inputs[0], FormOf(node.Inputs[0])), right = new(op.Right, node.Inputs[1], FormOf(node.Inputs[1]));
        if (left.Slides || right.Slides) return left.Slides ? Convolution(node, op, left, right) : Convolution(node, op, right, left);
        if (left.Past is { } seen && op.Summed.Contains(seen)) return Read(node, op, left, right);
        if (right.Past is { } others && op.Summed.Contains(others)) return Read(node, op, right, left);
        if (left.Now is { } query && right.Now is { } key && query != key) return Scores(node, op, left, right, key);

        var now = left.Now ?? right.Now;
        if (now is null) return new StepForm(Product(op, left, right), -1);
        if (left.Form?.IsLast == true || right.Form?.IsLast == true) return Fail(node, "gives the last step to all");
        if (!op.Result.Contains(now.Value)) return Fail(node, "sums over all steps");
        if (left.Now != right.Now && (left.Now is null ? left : right).Letters.Contains(now.Value))
            return Fail(node, "reads all steps of another value");
        var past = left.Past ?? right.Past;
        var later = new[] { left, right }.Where(side => side.Past is not null).Select(side => side.Form!.Later).ToArray();
        return new StepForm(
            Product(op, left, right),
            op.Result.IndexOf(now.Value),
            past is { } p ? op.Result.IndexOf(p) : -1,
            later.Contains(Later.Unknown) ? Later.Unknown : later.Contains(Later.Zero) ? Later.Zero : Later.Known);
    }

    private StepForm? FormOf(Node node) => _forms.TryGetValue(node, out var form) ? form : null;

    private Value Product(ContractOp op, Operand left, Operand right)
    {
        var ((first, firstLetters), (second, secondLetters)) = (Plain(op, left), Plain(op, right));
        return _builder.Add(op with { Left = firstLetters, Right = secondLetters }, first.Node, second.Node);
    }

    /// <summary>An operand; if it is computed before the steps, its axes are kept so that those in the result's lanes are last.</summary>
    private (Value Value, Subscripts Letters) Plain(ContractOp op, Operand side)
    {
        if (side.Form is { } form) return (form.Value, side.Letters);
        var lane = side.Letters.AxisOf(op.Result[op.Result.Length - 1]);
        if (!_ofGiven.Contains(side.Node) || lane < 0) return (Copy(side.Node), side.Letters);
        int[] order = [.. Enumerable.Range(0, side.Letters.Rank).OrderBy(axis => axis == lane)];
        return (Given(side.Node, order), new Subscripts(order.Select(axis => side.Letters.Axes[axis]).ToEquatableArray()));
    }

    /// <summary>What each step is to all others: those seen so far are kept.</summary>
    private StepForm? Scores(Node node, ContractOp op, Operand query, Operand keys, char key)
    {
        if (!op.Result.Contains(query.Now!.Value) || !op.Result.Contains(key) || query.Past is not null || keys.Past is not null)
            return Fail(node, "compares steps in a way that is not known step by step");

        // Where the result has the steps in its lanes, they are kept so.
        var axes = Enumerable.Range(0, keys.Letters.Rank).ToArray();
        var order = op.Result[op.Result.Length - 1] == key ? axes.OrderBy(axis => axis == keys.Form!.Now).ToArray() : axes;
        var letters = new Subscripts(order.Select(axis => keys.Letters.Axes[axis]).ToEquatableArray());
        var value = _builder.Add(op with { Right = letters }, query.Form!.Value.Node, History(keys.Node, order).Node);
        return new StepForm(value, op.Result.IndexOf(query.Now.Value), op.Result.IndexOf(key), Later.Unknown);
    }

    /// <summary>A sum over all steps in which later ones have no weight.</summary>
    private StepForm? Read(Node node, ContractOp op, Operand weights, Operand values)
    {
        if (weights.Form!.Later == Later.Unknown || !op.Result.Contains(weights.Now!.Value)) return Fail(node, "reads later steps");
        if (values.Form is not null && (values.Now != weights.Past || weights.Form.Later != Later.Zero || values.Past is not null))
            return Fail(node, "reads later steps");
        var other = values.Form is null ? Copy(values.Node) : History(values.Node, [.. Enumerable.Range(0, values.Letters.Rank)]);
        var (left, right) = weights.Letters == op.Left ? (weights.Form.Value, other) : (other, weights.Form.Value);
        return new StepForm(_builder.Add(op, left.Node, right.Node), op.Result.IndexOf(weights.Now.Value));
    }

    /// <summary>A window over steps whose last one is the current step, or an earlier one.</summary>
    private StepForm? Convolution(Node node, ContractOp op, Operand image, Operand weight)
    {
        if (weight.Form is not null || image.Past is not null) return Fail(node, "slides over steps with weights that depend on them");
        var (axis, sizes) = (image.Form!.Now, op.Sizes([node.Inputs[0].Shape, node.Inputs[1].Shape]));
        var subscript = image.Letters.Axes[axis];
        var positions = subscript.Terms.Where(term => op.Result.Contains(term.Letter)).ToArray();
        if (positions.Length != 1 || positions[0].Factor != 1 || sizes[positions[0].Letter] != length)
            return Fail(node, "has not one result for each step");
        var taps = new Subscript(subscript.Terms.Where(term => term != positions[0]).ToEquatableArray(), subscript.Offset);
        var (first, last) = taps.Range(letter => sizes[letter]);
        if (last > 0) return Fail(node, $"reads {Literals.Integer(last)} {(last == 1 ? "step" : "steps")} ahead");

        // In the window, the first step that is read comes first.
        var moved = subscript with { Offset = subscript.Offset - first };
        var letters = new Subscripts(image.Letters.Axes.Select((a, i) => i == axis ? moved : a).ToEquatableArray());
        var isLeft = image.Node == node.Inputs[0] && image.Letters == op.Left;
        var step = (isLeft ? op with { Left = letters } : op with { Right = letters }) with
        {
            WindowSizes = op
                .WindowSizes.Select(size => size.Letter == positions[0].Letter ? size with { Count = 1 } : size)
                .ToEquatableArray(),
        };
        var (window, other) = (Window(image.Node, 1 - first), Copy(weight.Node));
        var value = isLeft ? _builder.Add(step, window.Node, other.Node) : _builder.Add(step, other.Node, window.Node);
        return new StepForm(value, op.Result.IndexOf(positions[0].Letter));
    }

    /// <summary>An operand with the letters of its time axes.</summary>
    private sealed record Operand(Subscripts Letters, Node Node, StepForm? Form)
    {
        public char? Now => Form is { Now: >= 0 } form ? Letters.Axes[form.Now].Plain : null;

        public char? Past => Form is { Past: >= 0 } form ? Letters.Axes[form.Past].Plain : null;

        /// <summary>Whether a window slides over the steps.</summary>
        public bool Slides => Form is { Now: >= 0 } form && Letters.Axes[form.Now].Plain is null;
    }
}
