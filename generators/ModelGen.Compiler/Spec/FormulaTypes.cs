namespace ModelGen.Compiler.Spec;

/// <summary>What an expression of a function gives.</summary>
internal enum FormulaType
{
    Integer,

    Number,

    Flag,

    Text,

    Integers,

    /// <summary>An index from the end of an array.</summary>
    FromEnd,

    /// <summary>A tensor, or a number that stands for one.</summary>
    Tensor,

    Tensors,

    Labels,
}

/// <summary>Which operands the operations of functions take, and what they give.</summary>
/// <remarks>
/// C# has checked the types of functions that are read from their source, and writes conversions out, except those to tensors. Of what was
/// read from a text nobody has, and the runner relies on it.
/// </remarks>
internal static class FormulaTypes
{
    /// <summary>
    /// The functions of <c>Tensor</c> and <c>Labels</c>: their operands, overload by overload, and what they give. t tensor, b tensors,
    /// i integer, a integers, n number, s text, l labels.
    /// </summary>
    private static readonly IReadOnlyDictionary<string, (string[] Operands, FormulaType Result)> Functions =
        new Dictionary<string, (string[], FormulaType)>(StringComparer.Ordinal)
        {
            ["Where"] = (["ttt"], FormulaType.Tensor),
            ["Exp"] = (["t"], FormulaType.Tensor),
            ["Expm1"] = (["t"], FormulaType.Tensor),
            ["Log"] = (["t"], FormulaType.Tensor),
            ["Log1p"] = (["t"], FormulaType.Tensor),
            ["Sqrt"] = (["t"], FormulaType.Tensor),
            ["Square"] = (["t"], FormulaType.Tensor),
            ["Abs"] = (["t"], FormulaType.Tensor),
            ["Sign"] = (["t"], FormulaType.Tensor),
            ["Tanh"] = (["t"], FormulaType.Tensor),
            ["Sigmoid"] = (["t"], FormulaType.Tensor),
            ["Relu"] = (["t"], FormulaType.Tensor),
            ["Softplus"] = (["t"], FormulaType.Tensor),
            ["Erf"] = (["t"], FormulaType.Tensor),
            ["Pow"] = (["tt"], FormulaType.Tensor),
            ["Detach"] = (["t"], FormulaType.Tensor),
            ["Max"] = (["tt", "ta"], FormulaType.Tensor),
            ["Min"] = (["tt", "ta"], FormulaType.Tensor),
            ["Sum"] = (["ta"], FormulaType.Tensor),
            ["Mean"] = (["ta"], FormulaType.Tensor),
            ["Softmax"] = (["ti"], FormulaType.Tensor),
            ["LogSoftmax"] = (["ti"], FormulaType.Tensor),
            ["Shape"] = (["t"], FormulaType.Integers),
            ["Rank"] = (["t"], FormulaType.Integer),
            ["Size"] = (["t"], FormulaType.Integer),
            ["Reshape"] = (["ta"], FormulaType.Tensor),
            ["Permute"] = (["ta"], FormulaType.Tensor),
            ["Transpose"] = (["t"], FormulaType.Tensor),
            ["Slice"] = (["tiii"], FormulaType.Tensor),
            ["Concat"] = (["ib"], FormulaType.Tensor),
            ["MatMul"] = (["tt"], FormulaType.Tensor),
            ["Einsum"] = (["stt"], FormulaType.Tensor),
            ["Conv1D"] = (["ttiiii"], FormulaType.Tensor),
            ["Conv2D"] = (["ttiiii"], FormulaType.Tensor),
            ["MaxPool1D"] = (["tiii"], FormulaType.Tensor),
            ["MaxPool2D"] = (["tiii"], FormulaType.Tensor),
            ["AvgPool1D"] = (["tiii"], FormulaType.Tensor),
            ["AvgPool2D"] = (["tiii"], FormulaType.Tensor),
            ["Pad"] = (["tiiin"], FormulaType.Tensor),
            ["Pick"] = (["tl"], FormulaType.Tensor),
            ["OneHot"] = (["li"], FormulaType.Tensor),
            ["Parameter"] = (["sai", "san"], FormulaType.Tensor),
            ["Buffer"] = (["san"], FormulaType.Tensor),
            ["Uniform"] = (["a"], FormulaType.Tensor),
            ["Normal"] = (["a"], FormulaType.Tensor),
            ["Dropout"] = (["tn"], FormulaType.Tensor),
            ["IsTraining"] = ([""], FormulaType.Flag),
        };

    /// <summary>The functions of numbers, with how many they take at least and at most.</summary>
    private static readonly IReadOnlyDictionary<string, (int Least, int Most)> OfMath =
        new Dictionary<string, (int, int)>(StringComparer.Ordinal)
        {
            ["Math.Sqrt"] = (1, 1),
            ["Math.Exp"] = (1, 1),
            ["Math.Log"] = (1, 2),
            ["Math.Pow"] = (2, 2),
            ["Math.Abs"] = (1, 1),
            ["Math.Max"] = (2, 2),
            ["Math.Min"] = (2, 2),
            ["Math.Tanh"] = (1, 1),
            ["Math.Sin"] = (1, 1),
            ["Math.Cos"] = (1, 1),
            ["Math.Floor"] = (1, 1),
            ["Math.Ceiling"] = (1, 1),
        };

    /// <summary>What an operation on operands gives; null if it does not take them, or is unknown.</summary>
    public static FormulaType? Of(string operation, IReadOnlyList<FormulaType> parts)
    {
        if (operation == FormulaOperations.Array) return OfArray(parts);
        if (OfMath.TryGetValue(operation, out var count))
        {
            if (parts.Count < count.Least || parts.Count > count.Most) return null;
            if (parts.All(part => part == FormulaType.Number)) return FormulaType.Number;
            var ofIntegers = operation is "Math.Abs" or "Math.Max" or "Math.Min" && parts.All(part => part == FormulaType.Integer);
            return ofIntegers ? FormulaType.Integer : null;
        }

        return (parts.Count == 1 ? OfOne(operation, parts[0]) : parts.Count == 2 ? OfTwo(operation, parts[0], parts[1]) : null)
            ?? OfTensors(operation, parts);
    }

    /// <summary>Whether a value of a type can be given where another is asked for.</summary>
    public static bool Fits(FormulaType given, FormulaType wanted) => given == wanted || (wanted switch
    {
        FormulaType.Tensor => given is FormulaType.Integer or FormulaType.Number or FormulaType.Flag,
        FormulaType.Tensors => given == FormulaType.Integers,
        _ => false,
    });

    /// <summary>The type of what is one or the other; null if there is none.</summary>
    public static FormulaType? Either(FormulaType a, FormulaType b)
    {
        if (a == b) return a;
        if (Fits(a, FormulaType.Tensor) && Fits(b, FormulaType.Tensor)) return FormulaType.Tensor;
        return Fits(a, FormulaType.Tensors) && Fits(b, FormulaType.Tensors) ? FormulaType.Tensors : null;
    }

    private static FormulaType? OfArray(IReadOnlyList<FormulaType> parts)
    {
        if (parts.All(part => part == FormulaType.Integer)) return FormulaType.Integers;
        return parts.All(part => Fits(part, FormulaType.Tensor)) ? FormulaType.Tensors : null;
    }

    private static FormulaType? OfOne(string operation, FormulaType part) => operation switch
    {
        FormulaOperations.FromEnd when part == FormulaType.Integer => FormulaType.FromEnd,
        FormulaOperations.Length when part is FormulaType.Integers or FormulaType.Tensors => FormulaType.Integer,
        FormulaOperations.ToInteger when part is FormulaType.Integer or FormulaType.Number => FormulaType.Integer,
        FormulaOperations.ToFloat or FormulaOperations.ToDouble when part is FormulaType.Integer or FormulaType.Number =>
            FormulaType.Number,
        "Negate" when part is FormulaType.Integer or FormulaType.Number => part,
        "Negate" when Fits(part, FormulaType.Tensor) => FormulaType.Tensor,
        "Not" when part == FormulaType.Flag => FormulaType.Flag,
        _ => null,
    };

    private static FormulaType? OfTwo(string operation, FormulaType left, FormulaType right)
    {
        var areNumbers = left == right && left is FormulaType.Integer or FormulaType.Number;
        var areFlags = left == right && left == FormulaType.Flag;
        var areTensors = Fits(left, FormulaType.Tensor) && Fits(right, FormulaType.Tensor);
        return operation switch
        {
            FormulaOperations.Element when right is FormulaType.Integer or FormulaType.FromEnd => left switch
            {
                FormulaType.Integers => FormulaType.Integer,
                FormulaType.Tensors => FormulaType.Tensor,
                _ => null,
            },
            "Add" or "Subtract" or "Multiply" or "Divide" or "Remainder" when areNumbers => left,
            "Add" or "Subtract" or "Multiply" or "Divide" when areTensors => FormulaType.Tensor,
            "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "Equal" or "NotEqual" when areNumbers => FormulaType.Flag,
            "Equal" or "NotEqual" or "And" or "Or" when areFlags => FormulaType.Flag,
            "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "Equal" when areTensors => FormulaType.Tensor,
            _ => null,
        };
    }

    private static FormulaType? OfTensors(string operation, IReadOnlyList<FormulaType> parts) =>
        Functions.TryGetValue(operation, out var function)
        && function.Operands.Any(wanted => wanted.Length == parts.Count && !wanted.Where((letter, i) => !Fits(parts[i], Of(letter))).Any())
            ? function.Result
            : null;

    private static FormulaType Of(char letter) => letter switch
    {
        't' => FormulaType.Tensor,
        'b' => FormulaType.Tensors,
        'i' => FormulaType.Integer,
        'a' => FormulaType.Integers,
        'n' => FormulaType.Number,
        's' => FormulaType.Text,
        'l' => FormulaType.Labels,
        _ => throw new CompilerException($"'{letter}' is no type of functions."),
    };
}
