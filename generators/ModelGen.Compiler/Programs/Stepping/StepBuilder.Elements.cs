using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Programs.Stepping;

/// <summary>Operations on each element, reductions, and those that only move elements.</summary>
internal sealed partial class StepBuilder
{
    private StepForm? Map(Node node, MapOp op)
    {
        if (Aligned(node) is not { } axes) return null;
        if (Operands(node, axes) is not { } operands) return null;
        var value = _builder.Map(op.Function, operands).BroadcastTo(At(node.Shape, axes.Now));
        return new StepForm(value, axes.Now, axes.Past, axes.Past < 0 ? Later.Known : LaterOf(node, op, axes));
    }

    private StepForm? Broadcast(Node node, BroadcastOp op)
    {
        if (Aligned(node) is not { } axes) return null;
        return _forms[node.Inputs[0]] with
        {
            Value = _forms[node.Inputs[0]].Value.BroadcastTo(At(op.Target, axes.Now)),
            Now = axes.Now,
            Past = axes.Past,
        };
    }

    /// <summary>The time axes of a result whose operands are aligned at their last axes.</summary>
    private (int Now, int Past)? Aligned(Node node)
    {
        var (now, past, isLast) = (-1, -1, false);
        foreach (var input in node.Inputs)
        {
            if (!_forms.TryGetValue(input, out var form)) continue;
            var shift = node.Shape.Rank - input.Shape.Rank;
            if (form.IsLast)
            {
                isLast = true;
                continue;
            }

            if ((now >= 0 && form.Now + shift != now) || (past >= 0 && form.Past >= 0 && form.Past + shift != past))
            {
                Fail(node, "compares different steps with each other");
                return null;
            }

            now = form.Now + shift;
            if (form.Past >= 0) past = form.Past + shift;
        }

        if (!isLast || now < 0) return (now, past);
        Fail(node, "gives the last step to all");
        return null;
    }

    /// <summary>The operands at the current step.</summary>
    private Value[]? Operands(Node node, (int Now, int Past) axes)
    {
        var values = new Value[node.Inputs.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (_forms.TryGetValue(node.Inputs[i], out var form))
            {
                values[i] = form.Value;
            }
            else if (axes.Now < 0)
            {
                values[i] = Copy(node.Inputs[i]);
            }
            else if (At(node.Inputs[i], node.Shape.Rank - axes.Now, node.Shape.Rank) is { } value)
            {
                values[i] = value;
            }
            else
            {
                Fail(node, "reads all steps of another value");
                return null;
            }
        }

        return values;
    }

    private Later LaterOf(Node node, MapOp op, (int Now, int Past) axes)
    {
        var f = op.Function;
        var inputs = node.Inputs.Select(LaterOf).ToArray();
        if (f == ScalarFunction.IfLess && HidesLater(node, axes)) return inputs[2];
        if (inputs.Contains(Later.Unknown)) return Later.Unknown;
        if (f == ScalarFunction.IfLess || f == ScalarFunction.IfEqual) return inputs[2] == inputs[3] ? inputs[2] : Later.Known;
        if (f == ScalarFunction.Exp) return inputs[0] == Later.Low ? Later.Zero : Later.Known;
        if (f == ScalarFunction.Subtract) return inputs[0] == Later.Low && IsWithoutPast(node.Inputs[1]) ? Later.Low : Later.Known;
        if (f == ScalarFunction.Multiply) return inputs.Contains(Later.Zero) ? Later.Zero : Later.Known;
        return f == ScalarFunction.Divide && inputs[0] == Later.Zero ? Later.Zero : Later.Known;
    }

    private Later LaterOf(Node node) => node.Op is ConstantOp { Number: var number }
        ? number == 0 ? Later.Zero : number <= LowNumber ? Later.Low : Later.Known
        : _forms.TryGetValue(node, out var form) && form.Past >= 0 ? form.Later : Later.Known;

    private bool IsWithoutPast(Node node) => !_forms.TryGetValue(node, out var form) || form.Past < 0;

    /// <summary>Whether a choice is made for all positions behind the current step: step + a is less than position + b, a ≤ b.</summary>
    private static bool HidesLater(Node node, (int Now, int Past) axes)
    {
        var (rank, step, position) = (node.Shape.Rank, Place(node.Inputs[0]), Place(node.Inputs[1]));
        return step is var (now, first) && position is var (past, second)
            && rank - now == axes.Now && rank - past == axes.Past && first <= second;

        static (int FromEnd, double Plus)? Place(Node place) => place.Op switch
        {
            PositionOp op => (op.AxisFromEnd, 0),
            MapOp { Function: var f } when f == ScalarFunction.Add && place.Inputs[0].Op is PositionOp op
                && place.Inputs[1].Op is ConstantOp plus => (op.AxisFromEnd, plus.Number),
            _ => null,
        };
    }

    /// <summary>A reduction in the order that it has over the whole sequence, whose last axis decides it.</summary>
    private StepForm? Reduce(Node node, ReduceOp op)
    {
        var form = _forms[node.Inputs[0]];
        if (op.Axes.Contains(form.Now)) return Fail(node, "reduces all steps to one");
        var overPast = form.Past >= 0 && op.Axes.Contains(form.Past);
        if (overPast && form.Later == Later.Unknown) return Fail(node, "reads later steps");
        var inOrder = op.InOrder || !op.Axes.Contains(Layout.Padded(node.Inputs[0].Shape).LaneAxis);
        return form with
        {
            Value = _builder.Add(op with { InOrder = inOrder }, form.Value.Node),
            Past = overPast ? -1 : form.Past,
            Later = overPast ? Later.Known : form.Later == Later.Unknown ? Later.Unknown : Later.Known,
        };
    }

    /// <summary>The time axis must stay one.</summary>
    private StepForm? Reshape(Node node)
    {
        var (form, from) = (_forms[node.Inputs[0]], node.Inputs[0].Shape);
        var (now, past) = (Moved(form.Now), Moved(form.Past));
        if ((form.Now >= 0 && now < 0) || (form.Past >= 0 && past < 0)) return Fail(node, "puts all steps side by side");
        return form with { Value = form.Value.Reshape(At(node.Shape, now)), Now = now, Past = past };

        int Moved(int axis)
        {
            if (axis < 0) return -1;
            var run = ReshapeOp.Runs(from, node.Shape).First(r => r.Before.Contains(axis));
            var after = run.After.Where(a => node.Shape[a] == from[axis]).ToArray();
            var isAlone = run.Before.All(b => b == axis || from[b] == 1)
                && run.After.All(a => node.Shape[a] == from[axis] || node.Shape[a] == 1);
            return isAlone && after.Length == 1 ? after[0] : -1;
        }
    }

    private StepForm Permute(Node node, PermuteOp op)
    {
        var form = _forms[node.Inputs[0]];
        var order = op.Order.ToList();
        return form with { Value = form.Value.Permute([.. order]), Now = order.IndexOf(form.Now), Past = order.IndexOf(form.Past) };
    }

    private StepForm? Slice(Node node, SliceOp op)
    {
        var form = _forms[node.Inputs[0]];
        if (op.Axis == form.Now)
            return op.Length == 1 && op.Start == length - 1 && form.Past < 0
                ? form with { Now = -1 }
                : Fail(node, "takes some of the steps");
        return op.Axis == form.Past
            ? Fail(node, "takes some of the steps")
            : form with { Value = _builder.Add(op, form.Value.Node) };
    }

    /// <summary>Values side by side along another axis than the time.</summary>
    private StepForm? SideBySide(Node node, int axis)
    {
        if (Aligned(node) is not { } axes || Operands(node, axes) is not { } operands) return null;
        if (axis == axes.Now || axes.Past >= 0) return Fail(node, "joins steps");
        var parts = operands.Select((value, i) => value.BroadcastTo(At(node.Inputs[i].Shape, axes.Now)).Node).ToArray();
        return new StepForm(_builder.Add(node.Op, parts), axes.Now);
    }

    private StepForm? OverWindows(Node node, EquatableArray<Window> windows)
    {
        var form = _forms[node.Inputs[0]];
        return windows.Any(window => window.Axis == form.Now || window.Axis == form.Past)
            ? Fail(node, "has windows over steps")
            : form with
            {
                Value = _builder.Add(node.Op, form.Value.Node),
                Later = form.Later == Later.Unknown ? Later.Unknown : Later.Known,
            };
    }

    private StepForm? Take(Node node) => _forms.ContainsKey(node.Inputs[0])
        ? Fail(node, "looks things up in a table of steps")
        : _forms[node.Inputs[1]] with { Value = Copy(node.Inputs[0]).Take(_forms[node.Inputs[1]].Value) };
}
