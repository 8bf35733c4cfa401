using static ModelGen.Tensor;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// Functions as users write them. They are compiled here, and run eagerly; and their text stands in models, where they are read.
/// </summary>
internal static class UserFunctions
{
    // Functions begin.
    internal static Tensor QuickGelu(Tensor x) => x * Sigmoid(1.702f * x);

    internal static Tensor ExactGelu(Tensor x) => x * 0.5 * (Erf(x * Math.Sqrt(0.5)) + 1);

    internal static Tensor Swish(Tensor x) => x * Sigmoid(x);

    internal static Tensor Leaky(Tensor x) => Where(x > 0, x, x * 0.2f);

    internal static Tensor Mish(Tensor x) => x * Tanh(Softplus(x));

    internal static Tensor HardSwish(Tensor x) => x * Min(Max(x + 3, 0), 6) / 6;

    internal static Tensor SquaredRelu(Tensor x) => Square(Relu(x));

    internal static Tensor Softsign(Tensor x) => x / (1 + Abs(x));

    internal static Tensor Selu(Tensor x) => 1.0507009873554805 * Where(x > 0, x, 1.6732632423543772 * Expm1(Min(x, 0)));

    internal static Tensor LogCosh(Tensor x) => x + Softplus(-2 * x) - Math.Log(2);

    internal static Tensor RmsNorm(Tensor x) =>
        x / Sqrt(Square(x).Mean(-1) + 1e-5f) * Parameter("scale", [x.Shape[^1]], start: 1);

    internal static Tensor Standardize(Tensor x)
    {
        Tensor centered = x - x.Mean(-1);
        Tensor variance = Square(centered).Mean(-1);
        return centered / Sqrt(variance + 1e-3f);
    }

    internal static Tensor Linear(Tensor x)
    {
        int features = x.Shape[x.Rank - 1];
        return x.MatMul(Parameter("weight", [features, 4], start: 0.5)) + Parameter("bias", [4], start: 0);
    }

    internal static Tensor Horner(Tensor x)
    {
        Tensor y = 0;
        for (int i = 3; i >= 0; i--)
        {
            if (i == 2) continue;
            y = (y * x) + (1.0 / (i + 1));
        }

        return y;
    }

    internal static Tensor GatedHalf(Tensor x)
    {
        int half = x.Shape[^1] / 2;
        return x.Slice(-1, 0, half) * Sigmoid(x.Slice(-1, -half, half));
    }

    internal static Tensor SelfAttention(Tensor x)
    {
        int width = x.Shape[1];
        Tensor q = x.MatMul(Parameter("q", [width, 3], start: 0.5)), k = x.MatMul(Parameter("k", [width, 3], start: 0.5));
        Tensor v = x.MatMul(Parameter("v", [width, width], start: 0.5));
        return Softmax(q.MatMul(k.Transpose()) / Math.Sqrt(3)).MatMul(v);
    }

    internal static Tensor SqueezeExcite(Tensor x)
    {
        int channels = x.Shape[0];
        Tensor means = x.Mean(1, 2).Reshape(channels);
        Tensor gates = Sigmoid(Einsum("c,cd->d", means, Parameter("weight", [channels, channels], start: 0.5)));
        return x * gates.Reshape(channels, 1, 1);
    }

    internal static Tensor ChannelShuffle(Tensor x) =>
        x.Reshape(2, -1, x.Shape[1], x.Shape[2]).Permute(1, 0, 2, 3).Reshape(x.Shape);

    internal static Tensor Table(Tensor x) => x * Parameter("table", [x.Shape[1], x.Shape[2]], start: 0.5);

    internal static Tensor FractionalPower(Tensor x) => Pow(Abs(x) + 0.1f, 0.75) * Pow(2 + Square(x), -0.5);

    internal static Tensor Highway(Tensor x) => Blend(Tanh(x), x, Sigmoid(x));

    internal static Tensor Blend(Tensor a, Tensor b, Tensor share) => (a * share) + (b * (1 - share));

    internal static Tensor Gate(Tensor x, Tensor gate) => x * Sigmoid(gate);

    internal static Tensor OverTime(Tensor x) => Softmax(x, 0) * LogSoftmax(x);

    internal static Tensor UnitRange(Tensor x) => (x - x.Min()) / (x.Max() - x.Min() + 1);

    internal static Tensor Reversal(Tensor x) => Detach(2 * x) - x;

    internal static Tensor BothSigns(Tensor x) => Concat(-1, Relu(x), Relu(-x));

    internal static Tensor Cubed(Tensor x, int degree = 3)
    {
        Tensor y = x;
        for (int i = 1; i < degree; i++) y *= x;
        return degree > 2 ? y / (1 + (y * y)) : y;
    }

    internal static Tensor Clipped(Tensor x) => Where(x <= -0.5f, -0.5, Where(x >= 0.7f, 0.7, x)) + (0.1f * ((x < 0) - (x > 0)));

    internal static Tensor OwnConvolution(Tensor x) =>
        x.Conv2D(Parameter("weight", [3, 2, 3, 2], start: 0.5), stride: 2, padding: 1) + Parameter("bias", [3, 1, 1], start: 0);

    internal static Tensor OwnGroups(Tensor x) =>
        x.Conv1D(Parameter("weight", [4, 1, 3], start: 0.5), padding: 2, dilation: 2, groups: 4)
            .Conv1D(Parameter("mix", [2, 4, 1], start: 0.5), stride: 2);

    internal static Tensor NormalizedConvolution(Tensor x)
    {
        Tensor weight = Parameter("weight", [3, 2, 2, 2], start: 0.5);
        return x.Conv2D(weight / Sqrt(Square(weight).Sum(1, 2, 3)));
    }

    internal static Tensor Pooled(Tensor x) =>
        Concat(0, x.MaxPool2D(3, stride: 2, padding: 1), x.AvgPool2D(3, stride: 2, padding: 1), x.MaxPool2D(2));

    internal static Tensor PooledSteps(Tensor x)
    {
        Tensor padded = x.Pad(-1, 1, 2, 0.25);
        return padded.MaxPool1D(2) - padded.AvgPool1D(3, stride: 2, padding: 1).Slice(-1, 0, 4);
    }

    internal static Tensor Running(Tensor x)
    {
        Tensor mean = Buffer("mean", x.Shape, start: 0), size = Buffer("size", [1], start: 1);
        UpdateBuffer("mean", (0.75 * mean) + (0.25 * x));
        UpdateBuffer("size", (0.75 * size) + (0.25 * Abs(x).Mean()));
        return (x - mean) / (size + 0.5);
    }

    internal static Tensor ScaledByBuffer(Tensor x)
    {
        Tensor scale = Buffer("scale", x.Shape, start: 1);
        UpdateBuffer("scale", (0.5 * scale) + (0.5 * Abs(x)));
        return x * scale * Exp(-0.5 * scale);
    }

    internal static Tensor Noisy(Tensor x)
    {
        int half = x.Shape[^1] / 2;
        Tensor mean = x.Slice(-1, 0, half), spread = Exp(0.5 * x.Slice(-1, half, half));
        return Dropout(mean + (spread * Normal(half)), 0.25) * (0.5 + Uniform(half));
    }

    internal static Tensor Cosine(Tensor x, Tensor other) =>
        (x * other).Sum(-1) / Max(Sqrt(Square(x).Sum(-1)) * Sqrt(Square(other).Sum(-1)), 1e-8);

    [Gradient(nameof(RoundedGradient))]
    internal static Tensor Rounded(Tensor x) => Where(x < -0.25, -0.5, Where(x < 0.25, 0, 0.5));

    internal static Tensor RoundedGradient(Tensor x, Tensor gradient) => gradient * (Abs(x) < 1);

    internal static Tensor OwnProduct(Tensor x) => Scaled(x, Parameter("scale", [x.Shape[^1]], start: 1), 2);

    [Gradient(nameof(ScaledGradient))]
    internal static Tensor Scaled(Tensor x, Tensor scale, int power) => Pow(x, power) * scale;

    internal static Tensor[] ScaledGradient(Tensor x, Tensor scale, int power, Tensor gradient) =>
        [power * Pow(x, power - 1) * scale * gradient, Scaled(x, 1, power) * gradient];

    internal static Tensor Contrastive(Tensor pair, Tensor same)
    {
        int half = pair.Shape[^1] / 2;
        Tensor distance = Sqrt(Square(pair.Slice(-1, 0, half) - pair.Slice(-1, half, half)).Sum(-1) + 1e-6);
        Tensor alike = (same.Slice(-1, 0, 1) > 0.5) + 0;
        return (alike * Square(distance)) + ((1 - alike) * Square(Max(1 - distance, 0)));
    }

    internal static Tensor Variational(Tensor code, Tensor target)
    {
        int half = code.Shape[^1] / 2;
        Tensor mean = code.Slice(-1, 0, half), logVariance = code.Slice(-1, half, half);
        Tensor divergence = -0.5 * (1 + logVariance - Square(mean) - Exp(logVariance)).Sum(-1);
        return divergence + Square(mean - target.Slice(-1, 0, half)).Sum(-1);
    }

    /// <summary>Connectionist temporal classification (Graves et al., 2006): label 0 is the blank, and stands behind the others.</summary>
    internal static Tensor Ctc(Tensor scores, Labels labels)
    {
        int steps = scores.Shape[0], classes = scores.Shape[1];
        Tensor wanted = labels.OneHot(classes), logs = LogSoftmax(scores);
        Tensor ofLabels = Einsum("tc,lc->tl", logs, wanted), ofBlank = logs.Slice(1, 0, 1);
        Tensor isLabel = (1 - wanted.Slice(1, 0, 1)).Transpose();
        Tensor changes = 1 - (wanted.Slice(0, 1, steps - 1) * wanted.Slice(0, 0, steps - 1)).Sum(-1).Transpose().Pad(-1, 1, 0);
        Tensor never = 0 * isLabel - 100;
        Tensor first = (1 + (0 * isLabel.Slice(1, 0, 1))).Pad(-1, 0, steps - 1);
        Tensor blank = (0 * isLabel) + Where(first, ofBlank.Slice(0, 0, 1), -100);
        Tensor label = Where(first * isLabel, ofLabels.Slice(0, 0, 1), never);
        Tensor last = -100 + (0 * isLabel.Slice(1, 0, 1));
        for (int t = 1; t < steps; t++)
        {
            Tensor before = label.Slice(1, 0, steps - 1).Pad(-1, 1, 0, -100);
            Tensor nextBlank = LogAdd(blank, before) + ofBlank.Slice(0, t, 1);
            Tensor nextLast = LogAdd(last, label.Slice(1, steps - 1, 1)) + ofBlank.Slice(0, t, 1);
            Tensor skip = Where(changes, before, -100);
            label = Where(isLabel, LogAdd(LogAdd(label, blank), skip) + ofLabels.Slice(0, t, 1), never);
            blank = nextBlank;
            last = nextLast;
        }

        Tensor isEnd = isLabel * (1 - isLabel.Slice(1, 1, steps - 1)).Pad(-1, 0, 1, 1);
        Tensor behind = Concat(1, blank.Slice(1, 1, steps - 1), last);
        Tensor all = Where(isEnd, LogAdd(label, behind), -100);
        Tensor none = Where(isLabel.Sum(), -100, blank.Slice(1, 0, 1));
        Tensor ends = Concat(1, all, none);
        Tensor largest = ends.Max(1);
        return -(largest + Log(Exp(ends - largest).Sum(1)));
    }

    internal static Tensor LogAdd(Tensor a, Tensor b) => Max(a, b) + Log1p(Exp(-Abs(a - b)));

    internal static Tensor Focal(Tensor logits, Labels y)
    {
        Tensor p = Softmax(logits).Pick(y);
        return -Pow(1 - p, 2) * Log(p);
    }

    internal static Tensor Quantile(Tensor y, Tensor target)
    {
        Tensor error = target - y;
        return Max(0.9f * error, -0.1f * error);
    }

    internal static Tensor Dice(Tensor logits, Tensor target)
    {
        Tensor p = Sigmoid(logits);
        return 1 - ((2 * (p * target).Sum() + 1) / (p.Sum() + target.Sum() + 1));
    }

    internal static Tensor Smoothed(Tensor logits, Labels y)
    {
        int classes = logits.Shape[^1];
        Tensor wanted = (0.9f * y.OneHot(classes)) + (0.1f / classes);
        return -(wanted * LogSoftmax(logits)).Sum(-1);
    }

    internal static Tensor OwnHuber(Tensor y, Tensor target)
    {
        Tensor distance = Abs(y - target);
        return Where(distance < 0.5f, 0.5f * distance * distance, 0.5f * (distance - 0.25f));
    }

    internal static Tensor Divergence(Tensor logits, Tensor target)
    {
        Tensor p = Softmax(target);
        return (p * (Log(p) - LogSoftmax(logits))).Sum(-1);
    }

    internal static Tensor MeanLogCosh(Tensor y, Tensor target) => LogCosh(y - target);

    internal static Tensor Tversky(Tensor logits, Labels y)
    {
        Tensor p = Softmax(logits), wanted = y.OneHot(logits.Shape[^1]);
        Tensor both = (p * wanted).Sum();
        return 1 - (both / (both + (0.3f * (p * (1 - wanted)).Sum()) + (0.7f * ((1 - p) * wanted).Sum())));
    }

    // Functions end.
}
