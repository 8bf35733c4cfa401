namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>InputSize</c>, <c>OutputSize</c>, <c>ParameterCount</c>, and the sizes of further inputs and outputs.</summary>
internal static class Constants
{
    public static void Write(SurfaceModel model, MemberWriter members)
    {
        WriteInputs(model, members);
        foreach (var output in model.Outputs)
        {
            var which = output == model.Outputs[0] ? "the output" : $"the output <c>{output.Name}</c>";
            members.Constant(
                Documentation.Summary($"Floats of one sample of {which}, {output.Dimensions("N")}."),
                $"public const int {output.SizeConstant} = {Literals.Integer(output.Size)}");
        }

        members.Constant(
            Documentation.Summary("How many numbers the model learns: the elements of all parameters."),
            $"public const int ParameterCount = {Literals.Integer(model.ParameterCount)}");
    }

    private static void WriteInputs(SurfaceModel model, MemberWriter members)
    {
        var inputs = model.SampleInputs;
        if (inputs.Count > 1)
        {
            foreach (var input in inputs) WriteInput(input, $"the input <c>{input.Name}</c>", members);
            members.Constant(
                Documentation.Summary("Numbers of one sample of all inputs together."),
                $"public const int InputSize = {string.Join(" + ", inputs.Select(i => i.SizeConstant))}");
        }
        else
        {
            WriteInput(inputs[0], "the input", members);
        }
    }

    private static void WriteInput(Port input, string which, MemberWriter members) => members.Constant(
        Documentation.Summary($"{Identifiers.Pascal(input.Noun)} of one sample of {which}, {input.Dimensions("N")}."),
        $"public const int {input.SizeConstant} = {Literals.Integer(input.Size)}");
}
