using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using static ModelGen.Compiler.Codegen.Exchange.GraphText;

namespace ModelGen.Compiler.Codegen.Exchange;

/// <summary>Recurrent layers: time comes first in ONNX, and the gates stand in another order.</summary>
internal static class OnnxRecurrent
{
    /// <summary>The form of a recurrent layer; null if samples have lengths, which mean something else in ONNX.</summary>
    public static Func<OnnxScope, string>? FormOf(LayerInfo layer) => layer.Step!.Attribute switch
    {
        _ when ReadsLengths(layer) => null,
        LstmAttribute lstm => scope => Add(scope, layer, lstm, "LSTM", [0, 3, 1, 2]),
        GruAttribute gru => scope => Add(scope, layer, gru, "GRU", [1, 0, 2], Of("linear_before_reset", gru.ResetBefore ? 0 : 1)),
        RnnAttribute { Activation: ActivationKind.Relu } rnn => scope => Add(
            scope, layer, rnn, "RNN", [0], OfAll("activations", Enumerable.Repeat("Relu", rnn.Bidirectional ? 2 : 1))),
        RnnAttribute rnn => scope => Add(scope, layer, rnn, "RNN", [0]),
        _ => null,
    };

    private static string Add(
        OnnxScope scope, LayerInfo layer, RecurrentAttribute attribute, string type, int[] gates, params string[] more)
    {
        var (text, units, directions) = (scope.Text, attribute.Units, attribute.Bidirectional ? 2 : 1);
        var steps = layer.InputShape[1];
        var x = scope.Inner("Transpose", [scope.Input], Of("perm", new[] { 1, 0, 2 }));
        var rows = text.Ints([.. gates.SelectMany(gate => Enumerable.Range(gate * units, units))]);
        for (var k = 0; ; k++)
        {
            string[] biases = attribute.UseBias ? [Biases(k)] : [];
            string[] weights = [Stacked("weight_ih", k), Stacked("weight_hh", k), .. biases];
            var states = scope.Inner(
                type, [x, .. weights],
                [Of("hidden_size", units), Of("direction", directions == 2 ? "bidirectional" : "forward"), .. more]);
            if (k == attribute.Layers - 1) return attribute.ReturnSequences ? Sequence(states) : Last(states);
            x = scope.Inner(
                "Reshape",
                [scope.Inner("Transpose", [states], Of("perm", new[] { 0, 2, 1, 3 })), text.Ints(steps, -1, directions * units)]);
        }

        // [time, directions, N, units] → [N, time, directions · units]
        string Sequence(string states) => scope.Last(
            "Reshape",
            [scope.Inner("Transpose", [states], Of("perm", new[] { 2, 0, 1, 3 })), text.Ints(-1, steps, directions * units)]);

        // Behind the last step; the other direction ends at the first.
        string Last(string states)
        {
            string[] ends = [.. Enumerable.Range(0, directions).Select(direction =>
            {
                var at = direction == 0 ? steps - 1 : 0;
                return scope.Inner(
                    "Slice", [states, text.Ints(at, direction), text.Ints(at + 1, direction + 1), text.Ints(0, 1)]);
            })];
            if (directions == 1) return scope.Last("Reshape", [ends[0], text.Ints(-1, units)]);
            return scope.Last(
                "Concat", ends.Select(end => scope.Inner("Reshape", [end, text.Ints(-1, units)])).ToArray(), Of("axis", 1));
        }

        string Stacked(string name, int k) => Joined(k, suffix => Ordered(name + suffix), [gates.Length * units, -1]);

        string Biases(int k) => Joined(
            k, suffix => scope.Inner("Concat", [Ordered("bias_ih" + suffix), Ordered("bias_hh" + suffix)], Of("axis", 0)), [-1]);

        // One matrix for each direction, one behind the other.
        string Joined(int k, Func<string, string> of, int[] shape)
        {
            string[] all = [.. Enumerable.Range(0, directions).Select(direction => scope.Inner(
                "Reshape", [of($"_l{k}{(direction == 1 ? "_reverse" : "")}"), text.Ints([1, .. shape])]))];
            return all.Length == 1 ? all[0] : scope.Inner("Concat", all, Of("axis", 0));
        }

        string Ordered(string name)
        {
            var weight = text.Weight($"{layer.Name}.{name}");
            return gates.SequenceEqual(Enumerable.Range(0, gates.Length)) ? weight : scope.Inner("Gather", [weight, rows], Of("axis", 0));
        }
    }

    private static bool ReadsLengths(LayerInfo layer)
    {
        var open = new Stack<Node>([layer.Result]);
        var seen = new HashSet<Node>();
        while (open.Count > 0)
        {
            var node = open.Pop();
            if (node.Op is LeafOp { IsLength: true }) return true;
            if (!seen.Add(node) || node.Label != layer.Name) continue;
            foreach (var input in node.Inputs) open.Push(input);
        }

        return false;
    }
}
