using System.Globalization;

namespace ModelGen.Numerics.Tests;

/// <summary>Declarations drawn from the legal grammar: any of them must compile and compute what it means.</summary>
internal sealed class RandomModel(Random random)
{
    private const int MostElements = 80;

    private static readonly string[] Elementwise =
        ["Relu", "LeakyRelu(0.1f)", "PRelu", "Elu", "Gelu", "Silu", "Sigmoid", "HardSigmoid", "Tanh", "Softplus"];

    private static readonly int[] Units = [1, 2, 3, 5, 8, 10, 15, 16, 17, 20];

    private static readonly string[] Optimizers =
    [
        "Sgd(0.02f)",
        "Sgd(0.01f, Momentum = 0.9f)",
        "Sgd(0.01f, Momentum = 0.9f, Nesterov = true, WeightDecay = 0.01f)",
        "Adam(0.01f)",
        "AdamW(0.01f)",
        "Adagrad(0.01)",
        "RmsProp(0.001, Momentum = 0.9, Centered = true)",
        "RAdam(0.01)",
        "Lion(0.001)",
        "Lamb(0.01, WeightAverage = 0.9)",
        "Muon(0.01, MatchAdamW = false)",
        "Adam(0.01), WarmUp(2), CosineDecay(9)",
        "AdamW(0.01, DecayWeightsOnly = true)",
    ];

    private readonly List<string> _steps = [];
    private readonly Dictionary<string, int[]> _named = [];
    private int[] _shape = [];

    private int Last => _shape[^1];

    private int Elements => _shape.Aggregate(1, (a, b) => a * b);

    /// <summary>A declaration.</summary>
    public string Draw()
    {
        _shape = random.Next(3) switch
        {
            0 => [random.Next(1, 20)],
            1 => [random.Next(1, 6), random.Next(1, 9)],
            _ => [random.Next(1, 4), random.Next(1, 4), random.Next(1, 6)],
        };
        Add($"Input({List(_shape)})");
        _named["input"] = _shape;
        for (int length = random.Next(3, 9); length > 0; length--) Step();
        string loss = End();
        return $"[{string.Join(", ", _steps)}, {loss}] [{Optimizers[random.Next(Optimizers.Length)]}]";
    }

    private void Step()
    {
        switch (random.Next(11))
        {
            case 0 or 1 or 2: Dense(); break;
            case 3 or 4: Add(Elementwise[random.Next(Elementwise.Length)]); break;
            case 5: Add(random.Next(2) == 0 ? "Softmax" : "Dropout(0.3f)"); break;
            case 6: Maxout(); break;
            case 7: Reshape(); break;
            case 8: Name(); break;
            case 9: Combine(); break;
            default: Block(); break;
        }
    }

    private void Dense()
    {
        int units = Fitting(Units);
        Add(random.Next(4) == 0 ? $"Dense({Text(units)}, UseBias = false)" : $"Dense({Text(units)})");
        _shape = [.. _shape[..^1], units];
    }

    private void Maxout()
    {
        int[] pieces = [.. Enumerable.Range(2, 3).Where(k => Last % k == 0)];
        if (pieces.Length == 0) return;
        int k = pieces[random.Next(pieces.Length)];
        Add($"Maxout({Text(k)})");
        _shape = [.. _shape[..^1], Last / k];
    }

    private void Reshape()
    {
        if (random.Next(3) == 0)
        {
            Add("Flatten");
            _shape = [Elements];
            return;
        }

        int[] divisors = [.. Enumerable.Range(1, Elements).Where(d => Elements % d == 0)];
        int last = divisors[random.Next(divisors.Length)];
        _shape = [Elements / last, last];
        Add($"Reshape({List(_shape)})");
    }

    private void Name()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"v{_named.Count}");
        Add($"As(\"{name}\")");
        _named[name] = _shape;
    }

    private void Combine()
    {
        string[] concat =
        [
            .. _named.Where(v => v.Value.Length == _shape.Length && v.Value.Skip(1).SequenceEqual(_shape.Skip(1))).Select(v => v.Key),
        ];
        string[] same =
        [
            .. _named
                .Where(v => v.Value.Length == _shape.Length && v.Value.Zip(_shape).All(d => d.First == d.Second || d.First == 1))
                .Select(v => v.Key),
        ];
        if (same.Length > 0 && random.Next(3) > 0)
        {
            string other = same[random.Next(same.Length)];
            if (random.Next(2) == 0) Add($"Add(\"{other}\")");
            else Add($"Tanh, Multiply(\"{other}\")");
        }
        else if (concat.Length > 0)
        {
            string other = concat[random.Next(concat.Length)];
            if (Elements + _named[other].Aggregate(1, (a, b) => a * b) > MostElements) return;
            Add($"Concat(\"{other}\")");
            _shape = [_shape[0] + _named[other][0], .. _shape[1..]];
        }
        else
        {
            string[] names = [.. _named.Keys];
            string from = names[random.Next(names.Length)];
            Add($"From(\"{from}\")");
            _shape = _named[from];
        }
    }

    private void Block()
    {
        if (_shape.Length > 2) return;
        int units = Fitting(Units);
        (string step, int width) = random.Next(4) switch
        {
            0 => ($"Residual<Branch>({Text(units)})", units),
            1 => ($"Repeat<Stage>(2, {Text(units)})", units),
            2 => ($"Use<Nested>({Text(units)}, 3)", 3),
            _ => ($"Use<Side>(1, {Text(units)})", units),
        };
        Add(step);
        _shape = [.. _shape[..^1], width];
    }

    private string End()
    {
        if (_shape.Length > 2 || random.Next(2) == 0)
        {
            Add("Flatten");
            _shape = [Elements];
        }

        // A model needs something to learn, and a class its neighbour.
        if (random.Next(2) == 0 || Last < 2 || !_steps.Any(step => step.StartsWith("Dense", StringComparison.Ordinal)))
        {
            Add("Dense(4)");
            _shape = [.. _shape[..^1], 4];
        }

        string[] losses =
        [
            "MeanSquaredError",
            "MeanAbsoluteError",
            "Huber",
            "BinaryCrossEntropy",
            "SoftmaxCrossEntropy",
            "Hinge",
            "Distillation(2)",
            "Softmax, CrossEntropy",
        ];
        return losses[random.Next(losses.Length)];
    }

    private int Fitting(int[] sizes)
    {
        int[] fitting = [.. sizes.Where(size => Elements / Last * size <= MostElements)];
        return fitting.Length == 0 ? 1 : fitting[random.Next(fitting.Length)];
    }

    private void Add(string step) => _steps.Add(step);

    private static string List(int[] shape) => string.Join(", ", shape.Select(Text));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
