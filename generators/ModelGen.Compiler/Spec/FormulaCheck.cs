using Operations = ModelGen.Compiler.Spec.FormulaOperations;

namespace ModelGen.Compiler.Spec;

/// <summary>Sees whether functions that were read from a text could have been written in C#: that they can be run.</summary>
/// <remarks>
/// The types of parameters stand in the ids. A local has the type of all that is assigned to it, and is assigned before it is read, by
/// C#'s rules of definite assignment.
/// </remarks>
internal sealed class FormulaCheck
{
    /// <summary>Locals, each of which takes another one's value, until one of them is a tensor.</summary>
    private const int MostPasses = 100;

    private readonly IReadOnlyDictionary<string, FormulaType[]> _signatures;
    private readonly FunctionSpec _function;
    private readonly Dictionary<int, FormulaType> _locals = [];
    private readonly bool _givesSeveral;
    private readonly int _localCount;
    private bool _isWider;

    private FormulaCheck(FunctionSpec function, IReadOnlyDictionary<string, FormulaType[]> signatures, bool givesSeveral)
    {
        (_function, _signatures, _givesSeveral) = (function, signatures, givesSeveral);
        _localCount = function.Parameters.Count + function.Body.Sum(Size);
    }

    /// <summary>Whether all of the functions are right. Calls lead to functions of the same list and never in a circle.</summary>
    /// <param name="functions">The function that is meant, behind those that it reaches.</param>
    public static bool IsRight(IReadOnlyList<FunctionSpec> functions)
    {
        var signatures = new Dictionary<string, FormulaType[]>(StringComparer.Ordinal);
        foreach (var function in functions)
        {
            if (Signature(function) is not { } signature) return false;
            signatures.Add(function.Id, signature);
        }

        var called = new HashSet<string>(functions.SelectMany(f => f.Body).SelectMany(Calls), StringComparer.Ordinal)
        {
            functions[functions.Count - 1].Id,
        };
        var severals = new HashSet<string>(StringComparer.Ordinal);
        foreach (var function in functions)
        {
            if (function.Gradient is not { } gradient) continue;
            var (mine, its) = (signatures[function.Id], signatures[gradient]);
            if (!its.SequenceEqual(mine.Append(FormulaType.Tensor))) return false;
            var isOne = mine.Count(type => type == FormulaType.Tensor) == 1;
            if (!isOne) severals.Add(gradient);
            else called.Add(gradient);
        }

        return !severals.Overlaps(called) && functions.All(f => new FormulaCheck(f, signatures, severals.Contains(f.Id)).IsRight());
    }

    /// <summary>The types of a function's parameters; null if its id does not fit them.</summary>
    private static FormulaType[]? Signature(FunctionSpec function)
    {
        var (open, id) = (function.Id.LastIndexOf('('), function.Id);
        if (open < 0 || id[id.Length - 1] != ')') return null;
        var list = id.Substring(open + 1, id.Length - open - 2);
        var types = list.Length == 0 ? [] : list.Split([", "], StringSplitOptions.None).Select(TypeOf).ToArray();
        if (types.Length != function.Parameters.Count || types.Any(type => type is null)) return null;
        var fit = types.Zip(function.Parameters, (type, parameter) => (type, parameter.Kind)).All(pair => pair.Kind == pair.type switch
        {
            FormulaType.Tensor => ParameterKind.Tensor,
            FormulaType.Labels => ParameterKind.Labels,
            _ => ParameterKind.Constant,
        });
        return fit ? [.. types.Select(type => type!.Value)] : null;
    }

    private static FormulaType? TypeOf(string type) => type switch
    {
        "global::ModelGen.Tensor" => FormulaType.Tensor,
        "global::ModelGen.Labels" => FormulaType.Labels,
        "int" => FormulaType.Integer,
        "float" or "double" => FormulaType.Number,
        "bool" => FormulaType.Flag,
        "int[]" => FormulaType.Integers,
        _ => null,
    };

    private static IEnumerable<string> Calls(Formula formula) => formula.Parts.SelectMany(Calls)
        .Concat(formula.Operation == Operations.Call ? [formula.Text] : []);

    private static int Size(Formula formula) => 1 + formula.Parts.Sum(Size);

    private bool IsRight()
    {
        var signature = _signatures[_function.Id];
        for (var i = 0; i < signature.Length; i++)
        {
            _locals.Add(i, signature[i]);
            if (_function.Parameters[i].Default is { } value && !(TypeOf(value) is { } type && FormulaTypes.Fits(type, signature[i])))
                return false;
        }

        // What a local is given may be what another one is given further down, in a loop.
        for (var pass = 0; pass < MostPasses; pass++)
        {
            _isWider = false;
            if (!_function.Body.All(AddLocals)) return false;
            if (_isWider) continue;
            var state = new Assigned(signature.Length);
            return _function.Body.All(statement => Run(statement, state, null));
        }

        return false;
    }

    /// <summary>Gives locals the types of what is assigned to them, as far as that is known.</summary>
    private bool AddLocals(Formula statement)
    {
        if (statement.Operation != Operations.Assign) return statement.Parts.All(AddLocals);
        var local = Local(statement);
        if (local < 0 || statement.Parts.Count != 1) return false;
        if (TypeOf(statement.Parts[0]) is not { } type) return true;
        if (!_locals.TryGetValue(local, out var known))
        {
            _locals.Add(local, type);
            return _isWider = true;
        }

        // A parameter has the type that it is declared with.
        var wider = local < _function.Parameters.Count ? FormulaTypes.Fits(type, known) ? known : null : FormulaTypes.Either(known, type);
        if (wider is not { } either) return false;
        _isWider |= either != known;
        _locals[local] = either;
        return true;
    }

    /// <summary>The number of a local; less than 0 if it is none.</summary>
    private int Local(Formula formula) =>
        formula.Number >= 0 && formula.Number < _localCount && formula.Number == Math.Floor(formula.Number) ? (int)formula.Number : -1;

    /// <summary>What an expression gives; null if it is wrong, or reads a local of which nothing is known yet.</summary>
    private FormulaType? TypeOf(Formula formula)
    {
        switch (formula.Operation)
        {
            case Operations.Integer when formula.Parts.Count == 0:
                var isWhole = formula.Number is >= int.MinValue and <= int.MaxValue && formula.Number == Math.Floor(formula.Number);
                return isWhole ? FormulaType.Integer : null;
            case Operations.Number when formula.Parts.Count == 0:
                return FormulaType.Number;
            case Operations.Flag when formula.Parts.Count == 0:
                return FormulaType.Flag;
            case Operations.Text when formula.Parts.Count == 0:
                return FormulaType.Text;
            case Operations.Null when formula.Parts.Count == 0:
                return FormulaType.Integers;
            case Operations.Local when formula.Parts.Count == 0:
                return _locals.TryGetValue(Local(formula), out var local) ? local : null;
        }

        var parts = new FormulaType[formula.Parts.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            if (TypeOf(formula.Parts[i]) is not { } part) return null;
            parts[i] = part;
        }

        switch (formula.Operation)
        {
            case Operations.Choice:
                return parts.Length == 3 && parts[0] == FormulaType.Flag ? FormulaTypes.Either(parts[1], parts[2]) : null;
            case Operations.Call:
                var signature = _signatures[formula.Text];
                var fits = signature.Length == parts.Length && !parts.Where((part, i) => !FormulaTypes.Fits(part, signature[i])).Any();
                return fits ? FormulaType.Tensor : null;
            default:
                return FormulaTypes.Of(formula.Operation, parts);
        }
    }

    /// <summary>Whether an expression gives a type, and reads what is assigned.</summary>
    private bool Gives(Formula formula, FormulaType wanted, Assigned state) =>
        TypeOf(formula) is { } type && FormulaTypes.Fits(type, wanted) && Reads(formula, state);

    private static bool Reads(Formula formula, Assigned state) =>
        formula.Operation == Operations.Local ? state.Has((int)formula.Number) : formula.Parts.All(part => Reads(part, state));

    /// <summary>Whether a statement is right; the state is then that behind it.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="state">What is assigned.</param>
    /// <param name="loop">The loop around; null where there is none.</param>
    private bool Run(Formula statement, Assigned state, Loop? loop)
    {
        var parts = statement.Parts;
        switch (statement.Operation)
        {
            case Operations.Nothing:
                return parts.Count == 0;
            case Operations.Return:
                var several = _givesSeveral ? FormulaType.Tensors : FormulaType.Tensor;
                if (parts.Count != 1 || !Gives(parts[0], several, state)) return false;
                state.End();
                return true;
            case Operations.Break or Operations.Continue:
                if (parts.Count != 0 || loop is null) return false;
                (statement.Operation == Operations.Break ? loop.Behind : loop.AtBottom).Meet(state);
                state.End();
                return true;
            case Operations.Assign:
                if (TypeOf(parts[0]) is null || !Reads(parts[0], state)) return false;
                state.Add((int)statement.Number);
                return true;
            case Operations.Do:
                return parts.Count == 1
                    && parts[0] is { Operation: "UpdateBuffer", Parts.Count: 2 } update
                    && Gives(update.Parts[0], FormulaType.Text, state)
                    && Gives(update.Parts[1], FormulaType.Tensor, state);
            case Operations.If:
                return RunChoice(parts, state, loop);
            case Operations.Block:
                return parts.All(part => Run(part, state, loop));
            case Operations.Loop:
                return parts.Count == 4 && RunLoop(parts, state);
            default:
                return false;
        }
    }

    private bool RunChoice(EquatableArray<Formula> parts, Assigned state, Loop? loop)
    {
        if (parts.Count is not (2 or 3) || !Gives(parts[0], FormulaType.Flag, state)) return false;
        var otherwise = state.Copy();
        if (IsAlways(parts[0], false)) state.End();
        if (IsAlways(parts[0], true)) otherwise.End();
        if (!Run(parts[1], state, loop) || (parts.Count == 3 && !Run(parts[2], otherwise, loop))) return false;
        state.Meet(otherwise);
        return true;
    }

    private bool RunLoop(EquatableArray<Formula> parts, Assigned state)
    {
        if (!Run(parts[0], state, null) || !Gives(parts[1], FormulaType.Flag, state)) return false;
        var loop = new Loop(state.Copy(), state.Copy());
        if (IsAlways(parts[1], true)) loop.Behind.End();
        loop.AtBottom.End();
        if (!Run(parts[3], state, loop)) return false;
        state.Meet(loop.AtBottom);
        if (!Run(parts[2], state, null)) return false;
        state.Set(loop.Behind);
        return true;
    }

    private static bool IsAlways(Formula condition, bool value) => condition.Operation == Operations.Flag && condition.Number != 0 == value;

    /// <summary>A loop: what is assigned behind it, and where an iteration ends with 'continue'.</summary>
    private sealed record Loop(Assigned Behind, Assigned AtBottom);

    /// <summary>The locals that have a value on every way to a place; all of them where there is no way.</summary>
    private sealed class Assigned(int parameters)
    {
        private HashSet<int> _locals = [.. Enumerable.Range(0, parameters)];
        private bool _isUnreachable;

        public bool Has(int local) => _isUnreachable || _locals.Contains(local);

        public void Add(int local) => _locals.Add(local);

        public void End() => _isUnreachable = true;

        public Assigned Copy() => new(0) { _locals = [.. _locals], _isUnreachable = _isUnreachable };

        public void Set(Assigned other) => (_locals, _isUnreachable) = ([.. other._locals], other._isUnreachable);

        /// <summary>What is assigned on both ways.</summary>
        public void Meet(Assigned other)
        {
            if (other._isUnreachable) return;
            if (_isUnreachable) Set(other);
            else _locals.IntersectWith(other._locals);
        }
    }
}
