using System.Globalization;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>A letter and what it is multiplied by.</summary>
public sealed record SubscriptTerm(char Letter, int Factor);

/// <summary>The position along one axis of an operand: a letter, or a sum such as <c>2h+p</c>, which makes a window.</summary>
public sealed record Subscript(EquatableArray<SubscriptTerm> Terms, int Offset)
{
    public static Subscript Of(char letter) => new(EquatableArray.Of(new SubscriptTerm(letter, 1)), 0);

    /// <summary>The letter that stands for the whole axis, or null in a window.</summary>
    public char? Plain => Offset == 0 && Terms.Count == 1 && Terms[0].Factor == 1 ? Terms[0].Letter : null;

    /// <summary>The factor of a letter; zero if it does not occur.</summary>
    public int FactorOf(char letter) => Terms.FirstOrDefault(t => t.Letter == letter)?.Factor ?? 0;

    /// <summary>The least and the greatest position, given the letters' sizes.</summary>
    public (int First, int Last) Range(Func<char, int> size)
    {
        var (first, last) = (Offset, Offset);
        foreach (var term in Terms)
        {
            var reach = term.Factor * (size(term.Letter) - 1);
            if (reach < 0) first += reach;
            else last += reach;
        }

        return (first, last);
    }

    /// <summary>The subscript with a letter replaced by a sum.</summary>
    public Subscript With(char letter, Subscript replacement)
    {
        var factor = FactorOf(letter);
        if (factor == 0) return this;
        var terms = Terms.Where(t => t.Letter != letter).ToList();
        foreach (var term in replacement.Terms)
        {
            var known = terms.FindIndex(t => t.Letter == term.Letter);
            if (known < 0) terms.Add(term with { Factor = term.Factor * factor });
            else terms[known] = term with { Factor = terms[known].Factor + (term.Factor * factor) };
        }

        return new Subscript(terms.Where(t => t.Factor != 0).ToEquatableArray(), Offset + (replacement.Offset * factor));
    }

    public override string ToString()
    {
        if (Plain is { } letter) return letter.ToString();
        var text = string.Concat(Terms.Select((t, i) =>
            (t.Factor < 0 ? "-" : i == 0 ? "" : "+") + (Math.Abs(t.Factor) == 1 ? "" : Number(Math.Abs(t.Factor))) + t.Letter));
        return $"({text}{(Offset == 0 ? "" : (Offset < 0 ? "-" : "+") + Number(Math.Abs(Offset)))})";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The axes of an operand, as in <c>einsum</c>: <c>nhwc</c>, or with windows <c>n(2h+p)(2w+q)c</c>.</summary>
public sealed record Subscripts(EquatableArray<Subscript> Axes)
{
    /// <summary>All letters, in the order in which they occur.</summary>
    public string Letters => new(Axes.SelectMany(a => a.Terms).Select(t => t.Letter).Distinct().ToArray());

    public int Rank => Axes.Count;

    public bool HasWindows => Axes.Any(a => a.Plain is null);

    public bool Contains(char letter) => Axes.Any(a => a.FactorOf(letter) != 0);

    /// <summary>The axis that a letter stands for, or -1.</summary>
    public int AxisOf(char letter)
    {
        for (var axis = 0; axis < Axes.Count; axis++)
            if (Axes[axis].Plain == letter) return axis;
        return -1;
    }

    /// <summary>Whether some position along an axis is out of bounds.</summary>
    public bool Reaches(int axis, Graph.Shape shape, IReadOnlyDictionary<char, int> sizes)
    {
        if (Axes[axis].Plain is not null) return false;
        var (first, last) = Axes[axis].Range(letter => sizes[letter]);
        return first < 0 || last >= shape[axis];
    }

    public Subscripts With(char letter, Subscript replacement) => new(Axes.Select(a => a.With(letter, replacement)).ToEquatableArray());

    /// <summary>Reads <c>n(2h+p-1)wc</c>.</summary>
    public static Subscripts Parse(string text)
    {
        var axes = new List<Subscript>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '(')
            {
                axes.Add(Subscript.Of(text[i]));
                continue;
            }

            var end = text.IndexOf(')', i);
            axes.Add(Sum(text.Substring(i + 1, end - i - 1)));
            i = end;
        }

        return new Subscripts(axes.ToEquatableArray());
    }

    private static Subscript Sum(string text)
    {
        var sum = new Subscript(EquatableArray<SubscriptTerm>.Empty, 0);
        foreach (var part in text.Replace("-", "+-").Split(['+'], StringSplitOptions.RemoveEmptyEntries))
        {
            var last = part[part.Length - 1];
            var number = char.IsLetter(last) ? part.Substring(0, part.Length - 1) : part;
            var factor = number switch
            {
                "" => 1,
                "-" => -1,
                _ => int.Parse(number, CultureInfo.InvariantCulture),
            };
            sum = char.IsLetter(last)
                ? sum with { Terms = sum.Terms.Append(new SubscriptTerm(last, factor)).ToEquatableArray() }
                : sum with { Offset = sum.Offset + factor };
        }

        return sum;
    }

    public override string ToString() => string.Concat(Axes);
}
