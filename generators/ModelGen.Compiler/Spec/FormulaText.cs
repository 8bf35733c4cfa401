using System.Globalization;
using System.Text;

namespace ModelGen.Compiler.Spec;

/// <summary>
/// Functions as text, with which they travel in an attribute of their assembly: a version, the functions, and a check sum. The function
/// that is meant comes last, behind those that it reaches.
/// </summary>
/// <remarks>
/// A text is its length, a colon and its characters; a number ends with a semicolon. Positions are left out: the source is elsewhere.
/// What is read is bounded, calls lead to functions of the same text and never in a circle, and types are right
/// (<see cref="FormulaCheck"/>): a text that somebody forged is no text, or a function that could have been written.
/// </remarks>
public static class FormulaText
{
    /// <summary>
    /// The version that is written, the only one that is read. It goes up with each function of <c>Tensor</c> that is added: an older
    /// compiler would not know it.
    /// </summary>
    public const int Version = 1;

    /// <summary>The most characters, functions, expressions in all, and expressions within each other.</summary>
    public const int MostCharacters = 500_000, MostFunctions = 256, MostFormulas = 20_000, MostDepth = 200;

    /// <summary>The characters of the check sum, and of the shortest expression: two empty texts and two numbers.</summary>
    private const int SumLength = 16, ShortestFormula = 8;

    /// <summary>The text of a function.</summary>
    /// <param name="functions">It, and before it those that it reaches.</param>
    /// <returns>Null if it would be too long to be read.</returns>
    public static string? Write(IReadOnlyList<FunctionSpec> functions)
    {
        var whole = WriteUnchecked(functions);
        return Read(whole, "").Functions is null ? null : whole;
    }

    /// <summary>The same, whatever the functions are.</summary>
    internal static string WriteUnchecked(IReadOnlyList<FunctionSpec> functions)
    {
        var text = new StringBuilder();
        Number(text, Version);
        Number(text, functions.Count);
        foreach (var function in functions)
        {
            Text(text, function.Id);
            Text(text, function.Name);
            Text(text, function.Gradient ?? "");
            Number(text, function.Parameters.Count);
            foreach (var parameter in function.Parameters)
            {
                Text(text, parameter.Name);
                Number(text, (int)parameter.Kind);
                Number(text, parameter.Default is null ? 0 : 1);
                if (parameter.Default is { } value) Write(text, value);
            }

            Number(text, function.Body.Count);
            foreach (var statement in function.Body) Write(text, statement);
        }

        return text.Append(Sum(text.ToString())).ToString();
    }

    /// <summary>Reads functions.</summary>
    /// <param name="text">What <see cref="Write(IReadOnlyList{FunctionSpec})"/> gave.</param>
    /// <param name="prefix">Goes before each id, so that no function of the project has the same.</param>
    /// <returns>The functions, or what is wrong with the text: the end of a sentence about it.</returns>
    public static (IReadOnlyList<FunctionSpec>? Functions, string? Problem) Read(string text, string prefix)
    {
        const string Damaged = "is damaged. Build that assembly again.";
        var end = text.IndexOf(';');
        if (end <= 0 || !int.TryParse(text.Substring(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return (null, Damaged);
        if (version != Version)
        {
            return (null, $"has version {version.ToString(CultureInfo.InvariantCulture)}, and this compiler reads version "
                + $"{Version.ToString(CultureInfo.InvariantCulture)}. Build both with the same version of ModelGen.");
        }

        var body = text.Length - SumLength;
        if (body < 0 || text.Length > MostCharacters || Sum(text.Substring(0, body)) != text.Substring(body))
            return (null, Damaged);
        try
        {
            var functions = new Reader(text, prefix).Functions();
            return CallsAreKnown(functions) && FormulaCheck.IsRight(functions) ? (functions, null) : (null, Damaged);
        }
        catch (FormatException)
        {
            return (null, Damaged);
        }
    }

    private static void Write(StringBuilder text, Formula formula)
    {
        Text(text, formula.Operation);
        Text(text, formula.Text);
        Number(text, formula.Number);
        Number(text, formula.Parts.Count);
        foreach (var part in formula.Parts) Write(text, part);
    }

    private static void Text(StringBuilder text, string value) =>
        text.Append(value.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(value);

    private static void Number(StringBuilder text, double value) =>
        text.Append(value.ToString("R", CultureInfo.InvariantCulture)).Append(';');

    /// <summary>FNV-1a, 64 bits.</summary>
    private static string Sum(string text)
    {
        var hash = text.Aggregate(14695981039346656037UL, (sum, character) => unchecked((sum ^ character) * 1099511628211UL));
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether all calls lead to functions that are there, and never back to where they came from.</summary>
    private static bool CallsAreKnown(IReadOnlyList<FunctionSpec> functions)
    {
        var byId = new Dictionary<string, FunctionSpec>(StringComparer.Ordinal);
        foreach (var function in functions)
        {
            if (byId.ContainsKey(function.Id)) return false;
            byId.Add(function.Id, function);
        }

        var calls = functions.ToDictionary(
            function => function.Id, function => Calls(function.Body).Distinct().ToArray(), StringComparer.Ordinal);
        var named = calls.Values.SelectMany(called => called).Concat(functions.Select(function => function.Gradient).OfType<string>());
        if (named.Any(id => !byId.ContainsKey(id))) return false;
        var (open, done) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        return functions.All(function => Ends(function.Id));

        bool Ends(string id)
        {
            if (done.Contains(id)) return true;
            if (!open.Add(id) || !calls[id].All(Ends)) return false;
            open.Remove(id);
            return done.Add(id);
        }
    }

    private static IEnumerable<string> Calls(IEnumerable<Formula> formulas) => formulas.SelectMany(formula =>
        formula.Operation == FormulaOperations.Call ? Calls(formula.Parts).Prepend(formula.Text) : Calls(formula.Parts));

    private sealed class Reader(string text, string prefix)
    {
        private int _at, _formulas;

        public IReadOnlyList<FunctionSpec> Functions()
        {
            Count(Version);
            var functions = new FunctionSpec[Count(MostFunctions)];
            for (var i = 0; i < functions.Length; i++) functions[i] = Function();
            if (functions.Length == 0 || _at != text.Length - SumLength) throw new FormatException();
            return functions;
        }

        private FunctionSpec Function()
        {
            var (id, name, gradient) = (prefix + Text(), Text(), Text());
            var parameters = new FunctionParameter[Count(MostFunctions)];
            for (var i = 0; i < parameters.Length; i++)
            {
                var (parameter, kind) = (Text(), (ParameterKind)Count((int)ParameterKind.Constant));
                parameters[i] = new FunctionParameter(parameter, kind) { Default = Count(1) == 1 ? Formula(0) : null };
            }

            return new FunctionSpec(id, name, parameters.ToEquatableArray(), Formulas(0))
            {
                Gradient = gradient.Length == 0 ? null : prefix + gradient,
                IsElsewhere = true,
            };
        }

        private EquatableArray<Formula> Formulas(int depth)
        {
            // No memory for more than the text can hold.
            var formulas = new Formula[Count(Math.Min(MostFormulas - _formulas, (text.Length - _at) / ShortestFormula))];
            for (var i = 0; i < formulas.Length; i++) formulas[i] = Formula(depth);
            return new EquatableArray<Formula>(formulas);
        }

        private Formula Formula(int depth)
        {
            if (depth > MostDepth || ++_formulas > MostFormulas) throw new FormatException();
            var (operation, name, number) = (Text(), Text(), Number());
            if (operation == FormulaOperations.Call) name = prefix + name;
            return new Formula(operation, -1, Formulas(depth + 1)) { Text = name, Number = number };
        }

        private string Text()
        {
            var length = Until(':');
            if (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > text.Length - _at)
                throw new FormatException();
            _at += count;
            return text.Substring(_at - count, count);
        }

        private double Number() => double.TryParse(Until(';'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException();

        private int Count(int most) => Number() is var number && number >= 0 && number <= most && number == Math.Floor(number)
            ? (int)number
            : throw new FormatException();

        private string Until(char end)
        {
            var at = text.IndexOf(end, _at);
            if (at < 0) throw new FormatException();
            var part = text.Substring(_at, at - _at);
            _at = at + 1;
            return part;
        }
    }
}
