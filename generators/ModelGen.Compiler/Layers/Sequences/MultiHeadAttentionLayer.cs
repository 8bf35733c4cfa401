using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[MultiHeadAttention]</c>: softmax(Q · Kᵀ / √d) · V in each head.</summary>
internal sealed class MultiHeadAttentionLayer : LayerDefinition<MultiHeadAttentionAttribute>
{
    public override bool WorksOnSteps => true;

    private const int StepAxis = 2, KeyAxis = 3;

    public override IReadOnlyList<string> ParameterNames =>
        ["in_proj_weight", "q_proj_weight", "k_proj_weight", "v_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"];

    protected override IEnumerable<ValueReference> Reads(MultiHeadAttentionAttribute attribute) =>
    [
        .. attribute.From is null ? Array.Empty<ValueReference>() : [new("From", -1, attribute.From)],
        .. attribute.Mask is null ? Array.Empty<ValueReference>() : [new("Mask", -1, attribute.Mask)],
    ];

    protected override IEnumerable<ArgumentProblem?> Validate(MultiHeadAttentionAttribute attribute) =>
    [
        Require.AtLeast("heads", attribute.Heads, 1),
        Require.AtLeast("Window", attribute.Window, 0),
        Require.AtLeast("KeyDim", attribute.KeyDim, 0),
        Require.BelowOne("Dropout", (float)attribute.Dropout, 0.1f),
    ];

    protected override Value? Build(MultiHeadAttentionAttribute attribute, LayerContext context)
    {
        if (!Sequence.Is(context)) return null;
        var memory = context.Current;
        if (attribute.From is not null)
        {
            if (context.Find(attribute.From, "From") is not { } found) return null;
            if (found.Value.Shape.Rank != 3)
            {
                return context.Fail(
                    DiagnosticCatalogue.NotASequence,
                    "From",
                    found.Value.Shape.Display,
                    found.Origin,
                    "Name a value with a time axis.");
            }

            memory = found.Value;
        }

        Value? mask = null;
        if (attribute.Mask is not null && (mask = MaskOf(attribute, context, memory)) is null) return null;
        if (WidthOf(attribute, context) is not { } width || !Fits(attribute, context, memory)) return null;
        if (Project(attribute, context, memory, width) is not var (queries, keys, values)) return null;
        if (attribute.Rotary && Rotate(context, ref queries, ref keys) is false) return null;
        if (Weights(attribute, context, queries, keys, mask, context.LengthsOf(memory)) is not { } weights) return null;
        var read = context.Builder.Contract("nhts,nshd->nthd", weights, values);
        return Join(attribute, context, read.Reshape(Shape.Batched([read.Shape[1], attribute.Heads * width])));
    }

    /// <summary>What a mask says, [N, 1, steps or 1, keys]; null, reported, if its shape does not fit.</summary>
    private static Value? MaskOf(MultiHeadAttentionAttribute attribute, LayerContext context, Value memory)
    {
        if (context.Find(attribute.Mask!, "Mask") is not { } found) return null;
        var (shape, steps, keys) = (found.Value.Shape, context.Current.Shape[Sequence.TimeAxis], memory.Shape[Sequence.TimeAxis]);
        if (shape == Shape.Batched([keys])) return found.Value.Reshape(Shape.Batched([1, 1, keys]));
        if (shape == Shape.Batched([steps, keys])) return found.Value.Reshape(Shape.Batched([1, steps, keys]));
        context.Fail(
            DiagnosticCatalogue.MaskDoesNotFit,
            "Mask",
            shape.Display,
            found.Origin,
            $"{Limits.Plain(steps)} × {Limits.Plain(keys)}",
            Limits.Plain(keys));
        return null;
    }

    /// <summary>The features of a head; null, reported, if the heads cannot share those that arrive.</summary>
    private static int? WidthOf(MultiHeadAttentionAttribute attribute, LayerContext context)
    {
        var (features, heads) = (context.Current.Shape[Sequence.FeatureAxis], attribute.Heads);
        if (attribute.KeyDim == 0 && features % heads != 0)
        {
            var nearest = Divisors.Of(features).OrderBy(divisor => Math.Abs((long)divisor - heads)).First();
            context.Fail(
                DiagnosticCatalogue.UnevenHeads,
                "heads",
                context.Change("heads", Limits.Plain(nearest)),
                context.CurrentShape,
                context.CurrentOrigin,
                $"{Limits.Plain(features)} features cannot be shared by {Limits.Plain(heads)} heads",
                $"Choose a number that divides {Limits.Plain(features)}, such as {Limits.Plain(nearest)}, or set 'KeyDim'.");
            return null;
        }

        var width = attribute.KeyDim == 0 ? features / heads : attribute.KeyDim;
        if (!attribute.Rotary || width % 2 == 0) return width;
        context.Fail(
            DiagnosticCatalogue.UnevenHeads,
            "Rotary",
            [],
            context.CurrentShape,
            context.CurrentOrigin,
            $"a head of width {Limits.Plain(width)} cannot be rotated in pairs",
            "Choose heads of an even width, or remove 'Rotary'.");
        return null;
    }

    private static bool Fits(MultiHeadAttentionAttribute attribute, LayerContext context, Value memory)
    {
        var (steps, keys) = (context.Current.Shape[Sequence.TimeAxis], memory.Shape[Sequence.TimeAxis]);
        return context.Fits(
            Limits.Product([attribute.Heads, steps, keys]),
            $"{Limits.Plain(attribute.Heads)} heads × {Limits.Plain(steps)} × {Limits.Plain(keys)} steps");
    }

    /// <summary>Queries, keys and values, each [N, steps, heads, width].</summary>
    private static (Value Queries, Value Keys, Value Values)? Project(
        MultiHeadAttentionAttribute attribute, LayerContext context, Value memory, int width)
    {
        var x = context.Current;
        var (features, inner) = (x.Shape[Sequence.FeatureAxis], attribute.Heads * width);
        Value[] parts;
        if (inner != features || memory.Shape[Sequence.FeatureAxis] != features)
        {
            if (Apart("q_proj_weight", x) is not { } queries || Apart("k_proj_weight", memory) is not { } keys) return null;
            if (Apart("v_proj_weight", memory) is not { } values) return null;
            parts = [queries, keys, values];
        }
        else
        {
            var start = new ParameterInit("XavierUniform", 1, features, 3 * features);
            if (context.Parameter("in_proj_weight", [3 * inner, features], [1, 0], start) is not { } weight) return null;
            if (memory.Node == x.Node)
            {
                parts = [Product(x, weight)];
            }
            else
            {
                var both = Product(memory, weight.Slice(1, inner, 2 * inner));
                parts = [Product(x, weight.Slice(1, 0, inner)), both.Slice(2, 0, inner), both.Slice(2, inner, inner)];
            }
        }

        if (attribute.UseBias)
        {
            if (context.Parameter("in_proj_bias", [3 * inner], [0], ParameterInit.Zeros) is not { } bias) return null;
            for (var i = 0; i < parts.Length; i++) parts[i] += bias.Slice(0, i * inner, parts[i].Shape[Sequence.FeatureAxis]);
        }

        if (parts.Length == 1) parts = [.. Enumerable.Range(0, 3).Select(i => parts[0].Slice(Sequence.FeatureAxis, i * inner, inner))];
        var heads = parts
            .Select(part => part.Reshape(Shape.Batched([part.Shape[Sequence.TimeAxis], attribute.Heads, width])))
            .ToArray();
        return (heads[0], heads[1], heads[2]);

        Value? Apart(string name, Value source)
        {
            var fan = source.Shape[Sequence.FeatureAxis];
            var weight = context.Parameter(name, [inner, fan], [1, 0], new ParameterInit("XavierUniform", 1, fan, inner));
            return weight is null ? null : Product(source, weight.Value);
        }

        Value Product(Value source, Value weight) => context.Builder.Contract("ntk,ko->nto", source, weight);
    }

    /// <summary>Turns pairs of features by an angle that grows with the position: (x, y) to (x cos − y sin, y cos + x sin).</summary>
    private static bool Rotate(LayerContext context, ref Value queries, ref Value keys)
    {
        if (Rotated(context, queries) is not { } turned || Rotated(context, keys) is not { } others) return false;
        (queries, keys) = (turned, others);
        return true;
    }

    private static Value? Rotated(LayerContext context, Value heads)
    {
        var (steps, width) = (heads.Shape[1], heads.Shape[3]);
        Rotations cosines = new(steps, width, IsSine: false), sines = new(steps, width, IsSine: true);
        if (!context.FitsTable(cosines) || !context.FitsTable(sines)) return null;
        var (cosine, sine) = (context.Builder.Table(cosines), context.Builder.Table(sines));
        var (x, y) = (heads.Slice(3, 0, width / 2), heads.Slice(3, width / 2, width / 2));
        return context.Builder.Concat(3, (x * cosine) - (y * sine), (y * cosine) + (x * sine));
    }

    /// <summary>How much each step reads from each key, [N, heads, steps, keys].</summary>
    private static Value? Weights(
        MultiHeadAttentionAttribute attribute, LayerContext context, Value queries, Value keys, Value? mask, Value? lengths)
    {
        // Far below every score, so that its exponential is 0 beside any other; not −∞, from which NaN would come.
        const double Nothing = -1e30;
        var scores = context.Builder.Contract("nthd,nshd->nhts", queries, keys) * (1 / Math.Sqrt(queries.Shape[3]));
        var seen = new Visible(attribute.Causal, attribute.Window, scores.Shape[StepAxis], scores.Shape[KeyAxis],
            lengths?.Reshape(Shape.Batched([1, 1, 1])));
        var mayBeNothing = seen.MayBeNothing || mask is not null;
        var exponentials = Formulas.FromMaximum(Seen(scores, Nothing), KeyAxis).Exp();
        if (mayBeNothing) exponentials = Seen(exponentials, 0);
        var total = exponentials.Sum(KeyAxis);
        if (mayBeNothing) total = total.IfEqual(context.Builder.Constant(0), context.Builder.Constant(1), total);
        return DropoutLayer.Apply(context, exponentials / total, (float)attribute.Dropout);

        // The values of what is seen, and a number for all others.
        Value Seen(Value values, double otherwise)
        {
            var visible = seen.Select(values, otherwise);
            var builder = context.Builder;
            return mask is { } given ? given.IfEqual(builder.Constant(0), builder.Constant(otherwise), visible) : visible;
        }
    }

    private static Value? Join(MultiHeadAttentionAttribute attribute, LayerContext context, Value read)
    {
        var (inner, features) = (read.Shape[Sequence.FeatureAxis], context.Current.Shape[Sequence.FeatureAxis]);
        var start = new ParameterInit("XavierUniform", 1, inner, features);
        if (context.Parameter("out_proj.weight", [features, inner], [1, 0], start) is not { } weight) return null;
        var joined = context.Builder.Contract("ntk,ko->nto", read, weight);
        if (!attribute.UseBias) return joined;
        return context.Parameter("out_proj.bias", [features], [0], ParameterInit.Zeros) is { } bias ? joined + bias : null;
    }

    /// <summary>Which keys a step sees, as comparisons of positions. A sample has one key at least, and the first step sees it.</summary>
    private readonly record struct Visible(bool Causal, int Window, int Steps, int Keys, Value? Lengths)
    {
        /// <summary>Whether some step sees no key at all.</summary>
        public bool MayBeNothing => Window > 0 && (Lengths is not null || (long)Steps - 1 - Window > Keys - 1);

        /// <summary>The scores of what is seen, and a number for all others.</summary>
        public Value Select(Value scores, double otherwise)
        {
            var builder = scores.Builder;
            var (step, key) = (builder.Position(scores.Shape, StepAxis), builder.Position(scores.Shape, KeyAxis));
            var number = builder.Constant(otherwise);
            if (Lengths is { } lengths) scores = key.IfLess(lengths, scores, number);
            if (Causal) scores = step.IfLess(key, number, scores);
            else if (Window > 0 && Window < Keys - 1) scores = (step + Window).IfLess(key, number, scores);
            return Window > 0 && Window < Steps - 1 ? (key + Window).IfLess(step, number, scores) : scores;
        }
    }
}
