using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Codegen.Exchange;

/// <summary>
/// A model as ONNX has it: a layer is its operator where there is one, everything else the operations that it is made of.
/// </summary>
/// <remarks>
/// The graph is that of the layers in prediction, before any pass. It is walked from the outputs; what lies within a layer that has an
/// operator of its own is not reached.
/// </remarks>
public static class OnnxDescription
{
    /// <summary>The graph as text, without the numbers of the weights; or the reason why there is none.</summary>
    /// <param name="model">A model in inference mode.</param>
    public static string Of(BuiltModel model)
    {
        var text = new GraphText();
        var layers = new Dictionary<Node, LayerInfo>();
        foreach (var layer in model.Layers)
            if (layer.Step is not null && layer.Input is not null && layer.Result != layer.Input) layers[layer.Result] = layer;
        var forms = layers.ToDictionary(pair => pair.Key, pair => OnnxLayers.FormOf(pair.Value));
        foreach (var output in model.Outputs) text.Reserve(output.Name);

        var (names, numbers) = (new Dictionary<Node, string>(), new Dictionary<Node, string>());
        foreach (var input in model.Inputs)
        {
            var isIds = input.Value.Node.Op is LeafOp { Kind: LeafKind.Tokens };
            text.Input(input.Name, isIds, input.Value.Shape);
            names[input.Value.Node] = input.Name;
        }

        var parameters = model.Stored.ToDictionary(parameter => parameter.Name);
        var free = new HashSet<string>(model.Outputs.Select(output => output.Name));
        foreach (var node in Needed(model, Operands))
        {
            if (names.ContainsKey(node)) continue;
            var name = layers.TryGetValue(node, out var layer) ? layer.Name : (node.Label ?? "value") + "/" + node.Op.Name;

            // The value that is an output is called so.
            if (model.Outputs.FirstOrDefault(output => output.Value.Node == node) is { } result && free.Remove(result.Name))
                text.Release(name = result.Name);
            names[node] = forms.TryGetValue(node, out var known) && known is { } form
                ? form(new OnnxScope(text, name, names[layers[node].Input!]))
                : OnnxOperations.Add(text, node, name, node.Inputs.Select(input => Number(node, input)).ToArray(), parameters);
            if (text.Problem is not null) return text.ToString();
        }

        foreach (var output in model.Outputs)
        {
            if (names[output.Value.Node] != output.Name) text.Release(output.Name);
            text.Output(output.Name, names[output.Value.Node], output.Value.Shape);
        }

        return text.ToString();

        IReadOnlyList<Node> Operands(Node node) =>
            forms.TryGetValue(node, out var form) && form is not null ? [layers[node].Input!] : node.Inputs;

        // Ids are integers; whoever computes with them does so with numbers.
        string Number(Node node, Node input)
        {
            if (input.Op is not LeafOp { Kind: LeafKind.Tokens } || node.Op is TakeOp) return names[input];
            if (!numbers.TryGetValue(input, out var number))
                numbers[input] = number = text.Node("Cast", names[input] + "/number", [names[input]], GraphText.Of("to", 1));
            return number;
        }
    }

    /// <summary>What the outputs need, operands first.</summary>
    private static IEnumerable<Node> Needed(BuiltModel model, Func<Node, IReadOnlyList<Node>> operands)
    {
        var found = new HashSet<Node>();
        var open = new Stack<Node>(model.Outputs.Select(output => output.Value.Node));
        while (open.Count > 0)
        {
            var node = open.Pop();
            if (!found.Add(node)) continue;
            foreach (var operand in operands(node)) open.Push(operand);
        }

        return found.OrderBy(node => node.Id);
    }
}
