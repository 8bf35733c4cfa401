using System.Globalization;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// Declarations of models of sequences, drawn: recurrent layers with all their options, among others, with and without lengths.
/// </summary>
internal sealed class RandomSequence(Random random)
{
    private static readonly int[] Units = [1, 2, 3, 5, 8, 15, 16, 17, 20, 32];

    private static readonly string[] Kinds = ["Rnn", "Lstm", "Gru"];

    private static readonly string[] Masks = ["", ", Causal = true", ", Window = 1"];

    private static readonly string[] Poolings = ["LastStep", "MeanOverTime", "MaxOverTime"];

    private readonly List<string> _steps = [];
    private int _features;
    private int? _time;

    /// <summary>A declaration.</summary>
    public string Draw()
    {
        _time = random.Next(1, 7);
        _features = random.Next(1, 6);
        bool hasIds = random.Next(3) == 0, hasLengths = random.Next(2) == 0;
        _steps.Add(hasIds ? Text($"Tokens({_time}, 7)") : Text($"Input({_time}, {_features})"));
        if (hasLengths) _steps.Add("Lengths");
        if (hasIds) _steps.Add(Text($"Embedding({_features})"));
        for (int length = random.Next(2, 5); length > 0; length--) Step();
        string end = End();
        return $"[{string.Join(", ", _steps)}, {end}, Sgd(0.01f)]";
    }

    private void Step()
    {
        if (_time is null)
        {
            _time = random.Next(1, 5);
            _steps.Add(Text($"RepeatVector({_time})"));
            return;
        }

        switch (random.Next(10))
        {
            case 0 or 1 or 2 or 3 or 4: Recurrence(); break;
            case 5: Dense(); break;
            case 6: _steps.Add("Tanh"); break;
            case 7: _steps.Add(Text($"As(\"s{_steps.Count}\"), Dense({_features}), Add(\"s{_steps.Count}\")")); break;
            case 8: _steps.Add($"MultiHeadAttention(1{Masks[random.Next(Masks.Length)]})"); break;
            default:
                _steps.Add(Poolings[random.Next(Poolings.Length)]);
                _time = null;
                break;
        }
    }

    private void Dense()
    {
        _features = Units[random.Next(Units.Length)];
        _steps.Add(Text($"Dense({_features})"));
    }

    private void Recurrence()
    {
        (int units, string kind) = (Units[random.Next(Units.Length)], Kinds[random.Next(Kinds.Length)]);
        List<string> options = [Text($"{units}")];
        bool both = random.Next(3) == 0, all = random.Next(3) > 0;
        if (random.Next(3) == 0) options.Add(random.Next(2) == 0 ? "Layers = 2" : "Layers = 2, Dropout = 0.2");
        if (both) options.Add("Bidirectional = true");
        if (all) options.Add("ReturnSequences = true");
        if (random.Next(4) == 0) options.Add("UseBias = false");
        if (kind == "Gru" && random.Next(2) == 0) options.Add("ResetBefore = true");
        if (kind == "Rnn" && random.Next(2) == 0) options.Add("Activation = ActivationKind.Relu");
        _steps.Add($"{kind}({string.Join(", ", options)})");
        _features = both ? 2 * units : units;
        if (!all) _time = null;
    }

    private string End()
    {
        if (_time is not null && random.Next(2) == 0) return "Dense(3), SoftmaxCrossEntropy";
        if (_time is not null) _steps.Add(random.Next(2) == 0 ? "Flatten" : "LastStep");
        return random.Next(2) == 0 ? "Dense(3), SoftmaxCrossEntropy" : "Dense(2), MeanSquaredError";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
